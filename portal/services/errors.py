"""What a service refuses, apart from a missing right (PermissionDenied)."""


class InvalidTransition(Exception):
    """The row is in a state from which this step is not possible."""


class StaleRevision(Exception):
    """Somebody changed the value since it was read: `now` is what it says now, `wanted` what was to be written."""

    def __init__(self, message: str, *, now: str, wanted: str) -> None:
        super().__init__(message)
        self.now = now
        self.wanted = wanted


class BadInput(Exception):
    """What came in cannot be used; the message says why and what to do."""
