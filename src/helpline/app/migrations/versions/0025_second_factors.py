"""GB/T 22239, 8.1.4.1: a second factor, one of the two cryptographic."""

from helpline.app.migrations.sql import run_beside

revision = "0025_second_factors"
down_revision = "0024_texts"


def upgrade() -> None:
    run_beside(__file__)
