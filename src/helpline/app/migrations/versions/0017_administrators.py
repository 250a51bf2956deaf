"""The operator's role is divided among three administrators; who held it keeps running the platform."""

from helpline.app.migrations.sql import run_beside

revision = "0017_administrators"
down_revision = "0016_personal"


def upgrade() -> None:
    run_beside(__file__)
