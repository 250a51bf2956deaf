"""R18.1: programs are let in by tokens with rights, a tier and an end."""

from helpline.app.migrations.sql import run_beside

revision = "0031_program_tokens"
down_revision = "0030_on_leave"


def upgrade() -> None:
    run_beside(__file__)
