"""GB/T 22239, 8.1.4.1: passwords grow old, do not come again, and are one's own."""

from helpline.app.migrations.sql import run_beside

revision = "0018_passwords"
down_revision = "0017_administrators"


def upgrade() -> None:
    run_beside(__file__)
