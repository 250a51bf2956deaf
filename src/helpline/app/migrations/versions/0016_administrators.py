"""The operator's role is divided among three administrators; who held it keeps running the platform."""

from helpline.app.migrations.sql import run_beside

revision = "0016_administrators"
down_revision = "0015_audit"


def upgrade() -> None:
    run_beside(__file__)
