"""Tables of regulation."""

from helpline.app.migrations.sql import run_beside

revision = "0002_regulation"
down_revision = "0001_kit"


def upgrade() -> None:
    run_beside(__file__)
