"""Tables of deadlines."""

from helpline.app.migrations.sql import run_beside

revision = "0007_deadlines"
down_revision = "0006_knowledge"


def upgrade() -> None:
    run_beside(__file__)
