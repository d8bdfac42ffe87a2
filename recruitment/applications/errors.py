"""Why an action on an application is refused, in a sentence for the person who tried."""


class NotAllowed(Exception):  # noqa: N818 -- reads as a sentence: raise NotAllowed("…")
    """The person may see the application, but may not do this to it now."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
