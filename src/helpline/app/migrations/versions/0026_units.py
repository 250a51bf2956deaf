"""R14.1: organisations with dates, branches, positions of halls, and every state they were in."""

from helpline.app.migrations.sql import run_beside

revision = "0026_units"
down_revision = "0025_second_factors"


def upgrade() -> None:
    run_beside(__file__)
