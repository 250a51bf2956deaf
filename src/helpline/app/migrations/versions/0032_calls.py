"""R5.1: the hotline: calls, what happened to them, and what the telephone system is still to do."""

from helpline.app.migrations.sql import run_beside

revision = "0032_calls"
down_revision = "0031_program_tokens"


def upgrade() -> None:
    run_beside(__file__)
