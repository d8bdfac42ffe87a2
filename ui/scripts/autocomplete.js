// Turns <select data-autocomplete> into a type-ahead list which finds "Łąkowa" for "lakow".
import accessibleAutocomplete from "accessible-autocomplete";

function fold(text) {
  return text
    .trim()
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replaceAll("ł", "l");
}

function choices(select) {
  return [...select.options].filter((option) => option.value);
}

function enhance(select) {
  const names = choices(select).map((option) => option.text);
  const isInvalid = select.getAttribute("aria-invalid") === "true";
  const description = select.getAttribute("aria-describedby");
  const { hint, noResults, results, selected, short } = select.dataset;
  const { id } = select;
  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    source: (query, show) => show(names.filter((name) => fold(name).includes(fold(query)))),
    defaultValue: select.value ? select.selectedOptions[0].text : "",
    inputClasses: isInvalid ? "govuk-input govuk-input--error" : "govuk-input",
    name: "",
    tAssistiveHint: () => hint,
    tNoResults: () => noResults,
    tStatusNoResults: () => noResults,
    tStatusQueryTooShort: () => short,
    tStatusResults: (count) => `${results} ${count}`,
    tStatusSelectedOption: (option) => `${option} – ${selected}`,
  });
  const input = document.getElementById(id);
  if (isInvalid) {
    input.setAttribute("aria-invalid", "true");
  }
  if (description) {
    keepDescription(input, description);
  }
  input.addEventListener("input", () => follow(select, input.value));
}

// The list rewrites aria-describedby while one types; hint and error have to stay in it.
function keepDescription(input, description) {
  const add = () => {
    const current = input.getAttribute("aria-describedby") ?? "";
    if (!current.includes(description)) {
      input.setAttribute("aria-describedby", `${description} ${current}`.trim());
    }
  };
  add();
  new MutationObserver(add).observe(input, { attributeFilter: ["aria-describedby"] });
}

// Text which names no option chooses none: an earlier choice must not be sent instead.
function follow(select, text) {
  const chosen = choices(select).find((option) => fold(option.text) === fold(text));
  select.value = chosen?.value ?? "";
}

document.querySelectorAll("select[data-autocomplete]").forEach(enhance);
