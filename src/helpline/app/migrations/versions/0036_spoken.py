"""R6.2: a message may be spoken: it belongs to a call."""

from helpline.app.migrations.sql import run_beside

revision = "0036_spoken"
down_revision = "0035_measures"


def upgrade() -> None:
    run_beside(__file__)
