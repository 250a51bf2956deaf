"""How far older texts were searched."""

from helpline.app.migrations.sql import run_beside

revision = "0028_text_sweep"
down_revision = "0027_issuers"


def upgrade() -> None:
    run_beside(__file__)
