"""Conversations change in place while people talk."""

from helpline.app.migrations.sql import run_beside

revision = "0021_talk_in_place"
down_revision = "0020_secrecy"


def upgrade() -> None:
    run_beside(__file__)
