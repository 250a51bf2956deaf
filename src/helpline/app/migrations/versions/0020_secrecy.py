"""Tables of secrecy."""

from helpline.app.migrations.sql import run_beside

revision = "0020_secrecy"
down_revision = "0019_asides"


def upgrade() -> None:
    run_beside(__file__)
