"""R11.2: recordings, sealed in the file store, found by call and case; what cannot be stored is on record."""

from helpline.app.migrations.sql import run_beside

revision = "0033_recordings"
down_revision = "0032_calls"


def upgrade() -> None:
    run_beside(__file__)
