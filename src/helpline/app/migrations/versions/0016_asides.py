"""What passes beside a conversation, never told to the taxpayer."""

from helpline.app.migrations.sql import run_beside

revision = "0016_asides"
down_revision = "0015_audit"


def upgrade() -> None:
    run_beside(__file__)
