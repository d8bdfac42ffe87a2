"""Polish alphabetical order that is the same in Python, SQLite, PostgreSQL and spreadsheets."""

_LETTERS = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_RANK = {letter: f"{10 + number}" for number, letter in enumerate(_LETTERS)}


def sort_key(text: str) -> str:
    """A text of digits whose order is the Polish dictionary order of `text`.

    Spaces, hyphens and digits come before every letter, letters of other alphabets after ż.
    Digits only, because databases order letters by a collation that differs between machines.
    """
    return "".join(_RANK.get(character) or _other(character) for character in text.casefold())


def _other(character: str) -> str:
    """The rank of a character outside the Polish alphabet, of a fixed width."""
    prefix = "9" if character.isalpha() else "0"
    return f"{prefix}{ord(character):07d}"
