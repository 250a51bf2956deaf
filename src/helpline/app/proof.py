"""A proof of work: a small sum that costs a page a moment, and who wants thousands of visitors, hours.

A challenge is signed, not stored: every web process, knowing the master key, may check what another one set. Solved
ones are remembered until they lapse, by each process for itself: with n processes one sum may pay n times.
"""

import hashlib
import hmac
import os
from collections import OrderedDict
from datetime import datetime, timedelta

import msgspec

from helpline.kit.secrets import keyring

VALID_FOR = timedelta(minutes=5)
MOST_REMEMBERED = 100_000
HEADER = "x-proof"


class Challenge(msgspec.Struct, frozen=True):
    """Find a number so that the SHA-256 of `challenge`, a full stop and that number begins with `bits` zero bits.

    It is sent in the header `X-Proof` as `challenge.number`, with the request that was refused.
    """

    challenge: str
    bits: int


class Proofs:
    """Sets sums and checks them. It takes `now` and never reads a clock."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._spent: OrderedDict[str, datetime] = OrderedDict()

    def challenge(self, now: datetime) -> Challenge:
        lapses = int((now + VALID_FOR).timestamp())
        body = f"{os.urandom(12).hex()}.{lapses}.{self._bits}"
        return Challenge(f"{body}.{_signature(body)}", self._bits)

    def accept(self, proof: str, now: datetime) -> bool:
        """Whether it is the solution of a challenge of ours, in time, and given for the first time."""
        challenge, _, number = proof.rpartition(".")
        body, _, signature = challenge.rpartition(".")
        if not (number.isascii() and number.isdigit()) or not hmac.compare_digest(
            signature.encode(), _signature(body).encode()
        ):
            return False
        _, lapses, bits = body.split(".")
        lapses_at = datetime.fromtimestamp(int(lapses), now.tzinfo)
        if lapses_at < now or challenge in self._spent or not solves(proof, int(bits)):
            return False
        self._remember(challenge, lapses_at, now)
        return True

    def _remember(self, challenge: str, lapses_at: datetime, now: datetime) -> None:
        self._spent[challenge] = lapses_at
        while len(self._spent) > MOST_REMEMBERED or next(iter(self._spent.values())) < now:
            self._spent.popitem(last=False)


def solves(proof: str, bits: int) -> bool:
    """Whether the SHA-256 of `proof` begins with so many zero bits."""
    return int.from_bytes(hashlib.sha256(proof.encode()).digest()) >> (256 - bits) == 0


def _signature(body: str) -> str:
    return keyring.chosen().derived("proof", body.encode()).hex()[:32]
