"""Tables of knowledge."""

from helpline.app.migrations.sql import run_beside

revision = "0006_knowledge"
down_revision = "0005_taxpayers"


def upgrade() -> None:
    run_beside(__file__)
