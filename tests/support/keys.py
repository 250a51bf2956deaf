"""The master key of the tests: databases are cloned from templates, so all share one."""

import base64

from helpline.kit.secrets import keyring, master

MASTER_KEY = base64.b64encode(bytes(range(32))).decode()


def choose_key() -> None:
    """Use it in this process."""
    keyring.choose(master.from_text(MASTER_KEY))
