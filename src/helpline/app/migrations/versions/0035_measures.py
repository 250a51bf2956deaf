"""R5.2: calls that are left out of the measures, one by one, and outages that two agreed on."""

from helpline.app.migrations.sql import run_beside

revision = "0035_measures"
down_revision = "0034_call_node"


def upgrade() -> None:
    run_beside(__file__)
