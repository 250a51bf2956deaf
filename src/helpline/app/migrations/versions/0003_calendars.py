"""Tables of calendars."""

from helpline.app.migrations.sql import run_beside

revision = "0003_calendars"
down_revision = "0002_regulation"


def upgrade() -> None:
    run_beside(__file__)
