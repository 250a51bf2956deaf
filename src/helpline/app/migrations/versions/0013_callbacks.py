"""R4.3: a message may ask to be called back."""

from helpline.app.migrations.sql import run_beside

revision = "0013_callbacks"
down_revision = "0012_feedback"


def upgrade() -> None:
    run_beside(__file__)
