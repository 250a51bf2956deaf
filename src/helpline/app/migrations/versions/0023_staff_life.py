"""People's life at work on record: hired, moved, given skills, away, gone; each with who, when and why."""

from helpline.app.migrations.sql import run_beside

revision = "0023_staff_life"
down_revision = "0022_daily_keys"


def upgrade() -> None:
    run_beside(__file__)
