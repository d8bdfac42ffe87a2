"""Every address of the service, found by walking the resolver: no list of names to forget."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

ACCOUNTS = "allauth"
GALLERY = "ui"


@dataclass(frozen=True, slots=True)
class Route:
    """One named address: the whole route with its parameters, and the package that answers."""

    name: str
    path: str
    parameters: frozenset[str]
    package: str
    pattern: URLPattern

    @property
    def is_about_one_child(self) -> bool:
        """Does the address name a child, by its application or its declaration?"""
        return "public_id" in self.parameters

    @property
    def is_about_a_declaration(self) -> bool:
        """Does it name the declaration of a child that stays, instead of an application?"""
        return self.path.startswith("placowka/deklaracje/<")

    @property
    def is_for_parents_only(self) -> bool:
        """Is this a page of the parent who owns the application, and of nobody else?"""
        return self.is_about_one_child and self.path.startswith("wniosek/")


def all_routes() -> list[Route]:
    """Ours, those of the accounts, and the gallery of components that only developers see."""
    return list(_walk(get_resolver(), ""))


def our_routes() -> list[Route]:
    """The addresses that this project answers itself."""
    return [route for route in all_routes() if route.package not in {ACCOUNTS, GALLERY}]


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path)
        else:
            yield Route(
                name=entry.name,
                path=path,
                parameters=frozenset(entry.pattern.regex.groupindex),
                package=entry.callback.__module__.split(".")[0],
                pattern=entry,
            )
