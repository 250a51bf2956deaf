"""Data keys, wrapped by the master key."""

from helpline.app.migrations.sql import run_beside

revision = "0014_data_keys"
down_revision = "0013_callbacks"


def upgrade() -> None:
    run_beside(__file__)
