"""R14.2: one process leads a telephone node."""

from helpline.app.migrations.sql import run_beside

revision = "0034_call_node"
down_revision = "0033_recordings"


def upgrade() -> None:
    run_beside(__file__)
