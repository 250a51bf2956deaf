"""Real processes of the product."""

import sys
from pathlib import Path

HELPLINE = str(Path(sys.executable).with_name("helpline"))
"""The command, of the environment that runs the tests."""
