"""A refusal: the named, expected 'no'. Everything else that goes wrong is a bug."""

from typing import ClassVar


class Refused(Exception):  # noqa: N818 - it is an answer, not an error
    """A deed or question is refused for a reason the asker can act on.

    Subclasses stand at the top of the file that raises them and set `code` (stable, for programs) and `status` (HTTP).
    The message is a Chinese sentence for people.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class TooOften(Refused):
    """`retry_after`: seconds after which it may be tried again."""

    code, status = "too-often", 429

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotFound(Refused):
    code, status = "not-found", 404


class Forbidden(Refused):
    code, status = "forbidden", 403


class Invalid(Refused):
    code, status = "invalid", 422


class Conflict(Refused):
    code, status = "conflict", 409
