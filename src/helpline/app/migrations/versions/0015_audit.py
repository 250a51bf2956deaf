"""Tables of the audit log."""

from helpline.app.migrations.sql import run_beside

revision = "0015_audit"
down_revision = "0014_data_keys"


def upgrade() -> None:
    run_beside(__file__)
