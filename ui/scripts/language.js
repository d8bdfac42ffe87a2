// Changing the language reloads the page: carry what was typed over to the reloaded one.
const KEY = "nabor-answers";
const SECRET = "input[type=password], input[type=hidden], input[type=file]";

function controls() {
  return [...document.querySelectorAll("main form :is(input, select, textarea)[name]")].filter(
    (control) => !control.matches(SECRET),
  );
}

function answer(control) {
  return control.matches("[type=checkbox], [type=radio]") ? control.checked : control.value;
}

function put(control, value) {
  if (typeof value === "boolean") {
    control.checked = value;
  } else {
    control.value = value;
  }
}

function save() {
  const answers = controls().map((control) => [control.id, answer(control)]);
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, answers }));
}

function restore() {
  const saved = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  sessionStorage.removeItem(KEY);
  if (saved?.path !== location.pathname) {
    return;
  }
  const values = new Map(saved.answers);
  for (const control of controls()) {
    if (values.has(control.id)) {
      put(control, values.get(control.id));
    }
  }
}

export function keepAnswersOverLanguageChange() {
  restore();
  document.querySelector("[data-language-form]")?.addEventListener("submit", save);
}
