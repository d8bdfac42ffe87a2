"""Pieces of addresses."""


class PublicIdConverter:
    """A random public id: only what such an id can hold, so that nothing else reaches the database."""

    regex = "[A-Za-z0-9_-]{1,32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
