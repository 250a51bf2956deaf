"""Tables of routing."""

from helpline.app.migrations.sql import run_beside

revision = "0008_routing"
down_revision = "0007_deadlines"


def upgrade() -> None:
    run_beside(__file__)
