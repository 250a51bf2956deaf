"""Tables of secrecy."""

from helpline.app.migrations.sql import run_beside

revision = "0018_secrecy"
down_revision = "0017_administrators"


def upgrade() -> None:
    run_beside(__file__)
