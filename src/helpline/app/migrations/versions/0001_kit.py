"""Tables of kit."""

from helpline.app.migrations.sql import run_beside

revision = "0001_kit"
down_revision = None


def upgrade() -> None:
    run_beside(__file__)
