"""What a bureau sets about log-in, beyond lock-out and idle sessions."""

import msgspec


class PasswordTerms(msgspec.Struct, frozen=True, kw_only=True):
    """GB/T 22239, 8.1.4.1: how long and mixed a password is, how old it may grow, how far back none comes again."""

    length: int = 8
    classes: int = 3
    days: int = 90
    """0: no password grows too old."""
    history: int = 5
    """The last so many, the present one included, are not taken again."""


class IssuerTerms(msgspec.Struct, frozen=True, kw_only=True):
    """For log-in by a bureau's own OpenID provider."""

    public_url: str = ""
    """Where browsers find us, without a slash at the end; people are sent back there. Empty: nobody can use one."""
    patience: float = 5.0
    """Seconds within which it has to answer."""
