"""Data keys, wrapped by the master key."""

from helpline.app.migrations.sql import run_beside

revision = "0013_data_keys"
down_revision = "0012_feedback"


def upgrade() -> None:
    run_beside(__file__)
