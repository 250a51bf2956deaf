"""R18.1: who is on leave has nothing to look at, and a try to log in meanwhile is kept as such."""

from helpline.app.migrations.sql import run_beside

revision = "0030_on_leave"
down_revision = "0029_session_lock"


def upgrade() -> None:
    run_beside(__file__)
