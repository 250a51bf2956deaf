"""Tables of conversations."""

from helpline.app.migrations.sql import run_beside

revision = "0009_conversations"
down_revision = "0008_routing"


def upgrade() -> None:
    run_beside(__file__)
