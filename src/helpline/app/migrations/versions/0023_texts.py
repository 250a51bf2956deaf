"""What was found in texts."""

from helpline.app.migrations.sql import run_beside

revision = "0023_texts"
down_revision = "0022_daily_keys"


def upgrade() -> None:
    run_beside(__file__)
