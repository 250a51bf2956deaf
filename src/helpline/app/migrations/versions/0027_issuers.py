"""R18.1: a bureau's people may come in by the bureau's own log-in (OpenID Connect)."""

from helpline.app.migrations.sql import run_beside

revision = "0027_issuers"
down_revision = "0026_units"


def upgrade() -> None:
    run_beside(__file__)
