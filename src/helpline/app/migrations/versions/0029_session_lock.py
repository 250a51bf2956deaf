"""GB/T 22239, 8.1.4.1: a desk that nobody sits at is covered."""

from helpline.app.migrations.sql import run_beside

revision = "0029_session_lock"
down_revision = "0028_text_sweep"


def upgrade() -> None:
    run_beside(__file__)
