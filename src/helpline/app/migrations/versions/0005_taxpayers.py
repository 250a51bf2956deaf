"""Tables of taxpayers."""

from helpline.app.migrations.sql import run_beside

revision = "0005_taxpayers"
down_revision = "0004_people"


def upgrade() -> None:
    run_beside(__file__)
