"""A reason, typed by a person of the institution."""

from typing import Any

from django import forms

from recruitment.verification.validators import MAX_REASON_LENGTH
from ui.messages import TOO_LONG


class ReasonField(forms.CharField):
    """Text of some lines, as long as its column; a line's end counts once, as the browser counts."""

    def __init__(self, *, rows: int, error_messages: dict[str, Any] | None = None, **kwargs: Any):
        super().__init__(
            max_length=MAX_REASON_LENGTH,
            widget=forms.Textarea({"rows": rows}),
            error_messages={"max_length": TOO_LONG, **(error_messages or {})},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")
