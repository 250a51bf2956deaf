"""Runs the SQL file that stands beside a migration."""

from pathlib import Path

from alembic import op


def run_beside(module_file: str) -> None:
    """Run `<module>.sql`, statement by statement; a statement ends with `;` at the end of a line."""
    for statement in Path(module_file).with_suffix(".sql").read_text().split(";\n"):
        if statement.strip():
            op.execute(statement)
