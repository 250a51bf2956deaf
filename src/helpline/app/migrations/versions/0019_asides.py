"""What passes beside a conversation, never told to the taxpayer."""

from helpline.app.migrations.sql import run_beside

revision = "0019_asides"
down_revision = "0018_passwords"


def upgrade() -> None:
    run_beside(__file__)
