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
import { warnBeforeSessionEnds } from "./session.js";

// ARIA gives a radio no expanded state; what the answer reveals follows it on the page.
class RadiosWithoutExpandedState extends Radios {
  syncConditionalRevealWithInputState(radio) {
    super.syncConditionalRevealWithInputState(radio);
    radio.removeAttribute("aria-expanded");
  }
}

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  RadiosWithoutExpandedState,
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
warnBeforeSessionEnds();
document.addEventListener("htmx:afterSwap", (event) => start(event.detail.target));
