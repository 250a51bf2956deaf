"""How many examples a law is tried on: all of them in `make test`, a fifth while editing (`make quick`)."""

import os

QUICK = "HELPLINE_QUICK"
SHARE = 5


def examples(count: int) -> int:
    """`count`, or a fifth of it where `make quick` asks."""
    return max(5, count // SHARE) if os.environ.get(QUICK) else count
