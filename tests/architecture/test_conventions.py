"""Conventions that nobody has to remember, because a test does."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.architecture.routes import our_routes

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("ui", "accounts", "schools", "recruitment", "allocation", "reports", "config")
OUR_MODELS = [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]
# Whoever reads these needs no account.
PUBLIC_NAMES = {
    "home",
    "offer",
    "institution",
    "criteria",
    "calendar",
    "calendar_ics",
    "results_overview",
    "accessibility",
    "privacy",
    "set_language",
    "prolong_session",
}


def our_source_files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    ]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_dates_and_times_are_named_for_what_they_are(model):
    misnamed = [
        field.name
        for field in model._meta.get_fields()
        if (
            type(field) is models.DateTimeField
            and not field.name.endswith(("_at", "last_login", "date_joined"))
        )
        or (type(field) is models.DateField and not field.name.endswith("_on"))
    ]

    assert misnamed == []


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_a_model_has_a_name_in_lower_case(model):
    name = str(model._meta.verbose_name)

    assert name[0].islower()


def test_only_the_history_service_assigns_a_status_of_an_application():
    assigning = set()
    for path in our_source_files():
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets):
                assigning.add(str(path.relative_to(ROOT)))

    assert assigning - {"allocation/services.py"} == {
        "recruitment/applications/services/history.py"
    }


def test_a_page_of_a_desk_gets_at_a_case_in_the_one_way_that_records_it():
    asking = {
        (str(path.relative_to(ROOT)), name)
        for path in our_source_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and (name := ast.unparse(node))
        in {"Application.objects.visible_to", "queries.cases_visible_to"}
    }

    assert asking == {
        ("recruitment/verification/queries.py", "Application.objects.visible_to"),
        ("recruitment/verification/views/loading.py", "queries.cases_visible_to"),
    }


def test_every_page_asks_for_an_account_unless_it_is_known_to_be_public():
    open_to_all = {
        route.name
        for route in our_routes()
        if not getattr(route.pattern.callback, "login_required", True)
    }

    assert open_to_all <= PUBLIC_NAMES


def test_no_template_holds_a_style_or_a_script_of_its_own():
    guilty = [
        str(path.relative_to(ROOT))
        for folder in (ROOT / "templates", *(ROOT / package for package in PACKAGES))
        for path in folder.rglob("*.html")
        if any(mark in path.read_text() for mark in (" style=", "<style", "onclick=", "<script>"))
    ]

    assert guilty == []


def test_no_file_has_grown_into_a_module_of_everything():
    long_files = {
        str(path.relative_to(ROOT)): lines
        for path in our_source_files()
        if (lines := len(path.read_text().splitlines())) > 400
    }

    assert long_files == {}
