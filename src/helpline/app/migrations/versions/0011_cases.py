"""Tables of cases."""

from helpline.app.migrations.sql import run_beside

revision = "0011_cases"
down_revision = "0010_messages"


def upgrade() -> None:
    run_beside(__file__)
