// Loaded on every page; every page also works without it.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";
import { keepAnswersOverLanguageChange } from "./language.js";

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
];

function start(scope) {
  for (const component of components) {
    createAll(component, undefined, scope);
  }
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
start(document);
keepAnswersOverLanguageChange();
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.target));
