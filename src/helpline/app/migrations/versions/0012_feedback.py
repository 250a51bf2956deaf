"""Tables of feedback."""

from helpline.app.migrations.sql import run_beside

revision = "0012_feedback"
down_revision = "0011_cases"


def upgrade() -> None:
    run_beside(__file__)
