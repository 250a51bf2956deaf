"""Numbers of a day stand in an order of the day's own."""

from helpline.app.migrations.sql import run_beside

revision = "0022_daily_keys"
down_revision = "0021_talk_in_place"


def upgrade() -> None:
    run_beside(__file__)
