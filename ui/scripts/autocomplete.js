// Turns <select data-autocomplete> into a type-ahead list which finds "Łąkowa" for "lakow".
import accessibleAutocomplete from "accessible-autocomplete";

function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replaceAll("ł", "l");
}

function sourceOf(select) {
  const names = [...select.options].filter((option) => option.value).map((option) => option.text);
  return (query, showResults) => {
    const wanted = fold(query.trim());
    showResults(names.filter((name) => fold(name).includes(wanted)));
  };
}

function enhance(select) {
  const { describedby, noResults, results, selected, short, hint } = {
    describedby: select.getAttribute("aria-describedby"),
    ...select.dataset,
  };
  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    source: sourceOf(select),
    defaultValue: select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "",
    inputClasses: "govuk-input",
    name: "",
    tNoResults: () => noResults,
    tAssistiveHint: () => hint,
    tStatusQueryTooShort: () => short,
    tStatusNoResults: () => noResults,
    tStatusSelectedOption: (option) => `${option} – ${selected}`,
    tStatusResults: (count) => `${results} ${count}`,
  });
  const input = document.getElementById(select.id.replace(/-select$/, ""));
  if (describedby) {
    input.setAttribute("aria-describedby", `${describedby} ${input.getAttribute("aria-describedby") ?? ""}`.trim());
  }
  if (select.getAttribute("aria-invalid")) {
    input.setAttribute("aria-invalid", "true");
  }
}

document.querySelectorAll("select[data-autocomplete]").forEach(enhance);
