"""Texts as people search for them: without capitals and Polish marks."""

_FOLDED = str.maketrans("ąćęłńóśźż", "acelnoszz")


def fold(text: str) -> str:
    """`text` in lower case, without Polish diacritics ("Ćwik" becomes "cwik")."""
    return text.casefold().translate(_FOLDED)
