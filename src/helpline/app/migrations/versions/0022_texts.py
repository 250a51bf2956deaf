"""What was found in texts."""

from helpline.app.migrations.sql import run_beside

revision = "0022_texts"
down_revision = "0021_talk_in_place"


def upgrade() -> None:
    run_beside(__file__)
