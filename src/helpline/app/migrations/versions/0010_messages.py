"""Tables of messages."""

from helpline.app.migrations.sql import run_beside

revision = "0010_messages"
down_revision = "0009_conversations"


def upgrade() -> None:
    run_beside(__file__)
