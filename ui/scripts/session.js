// Warns two minutes before the session ends; one press prolongs it (components/session_end.html).
const WARNED_BEFORE = 2 * 60 * 1000;
// A clock is compared, not a long timer: a computer that slept wakes up to the truth.
const LOOKED_EVERY = 1000;

export function warnBeforeSessionEnds() {
  const dialog = document.querySelector("[data-session-seconds]");
  if (!dialog) {
    return;
  }
  let end;
  let isWarned;

  function live(seconds) {
    end = Date.now() + Number(seconds) * 1000;
    isWarned = false;
    dialog.close();
  }

  function show(name) {
    for (const part of dialog.querySelectorAll("[data-session-part]")) {
      part.hidden = part.dataset.sessionPart !== name;
    }
    dialog.setAttribute("aria-labelledby", `session-${name}-title`);
    if (!dialog.open) {
      dialog.showModal();
    }
    dialog.querySelector(`[data-session-part=${name}] button`).focus();
  }

  function look() {
    const left = end - Date.now();
    if (left <= 0) {
      clearInterval(timer);
      show("ended");
    } else if (left <= WARNED_BEFORE && !isWarned) {
      isWarned = true;
      show("warning");
    }
  }

  async function stay(event) {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.ok) {
      live(answer.headers.get("X-Session-Seconds-Left"));
    } else {
      clearInterval(timer);
      show("ended");
    }
  }

  live(dialog.dataset.sessionSeconds);
  const timer = setInterval(look, LOOKED_EVERY);
  dialog.querySelector("[data-session-part=warning]").addEventListener("submit", stay);
}
