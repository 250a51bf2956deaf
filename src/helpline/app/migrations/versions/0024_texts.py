"""What was found in texts."""

from helpline.app.migrations.sql import run_beside

revision = "0024_texts"
down_revision = "0023_staff_life"


def upgrade() -> None:
    run_beside(__file__)
