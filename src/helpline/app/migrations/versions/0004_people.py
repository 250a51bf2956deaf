"""Tables of people."""

from helpline.app.migrations.sql import run_beside

revision = "0004_people"
down_revision = "0003_calendars"


def upgrade() -> None:
    run_beside(__file__)
