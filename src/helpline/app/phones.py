"""The phones of the desks: for each of us one account at the exchange, with a password that lives for a while.

The exchange (Asterisk) hears of an account when its owner's desk asks for the phone; a browser's phone speaks with it
through `app.phone_door`. Voices go straight between the browser and the exchange.
"""

import secrets
from collections import Counter
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import msgspec

from helpline.kit.refusal import TooOften

PATH = "/api/phone"
"""Where a browser's phone finds the exchange: on our own origin."""

DOMAIN = "helpline.invalid"
"""Of the accounts' addresses. It is looked up nowhere: the exchange knows an account by its name."""

PASSWORD_FOR = timedelta(hours=1)
"""A phone asks for the next password before this one ends."""

LINES_OF_ONE = 3
"""Open at a time by one person, in one process: the phone, and those that a cut network left behind."""

NO_HOTLINE = "本平台还没有设置热线，暂不能接打电话；在线对话不受影响。请联系运维人员设置。"
NO_EXCHANGE = "电话系统暂时连不上，正在重试；在线对话不受影响。"


class Registrar(Protocol):
    """The exchange, as far as the desks' phones need it."""

    @property
    def socket_url(self) -> str:
        """Where it speaks SIP over WebSocket (RFC 7118)."""
        ...

    async def admit(self, staff_id: UUID, password: str) -> str:
        """Make the account of `staff_id` known with this password, whatever it was before; the account's name.

        Raises:
            ConnectionError, TimeoutError: the exchange could not be reached.
        """
        ...


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser's phone registers with."""

    account: str
    password: str
    domain: str
    path: str
    valid_until: datetime


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """My phone. Without an account, `missing` says why there is none."""

    account: Account | None
    extension: str
    missing: str = ""


async def phone_of(registrar: Registrar | None, staff_id: UUID, number: str, now: datetime) -> Phone:
    """The phone of the person with that number, its account made known to the exchange."""
    if registrar is None:
        return Phone(account=None, extension=number, missing=NO_HOTLINE)
    password = secrets.token_urlsafe(24)
    account = Account(
        account=await registrar.admit(staff_id, password),
        password=password,
        domain=DOMAIN,
        path=PATH,
        valid_until=now + PASSWORD_FOR,
    )
    return Phone(account=account, extension=number)


class OpenLines:
    """How many lines each of us has open in this process."""

    def __init__(self) -> None:
        self._lines: Counter[UUID] = Counter()

    def came(self, staff_id: UUID) -> None:
        """Raises `TooOften`: too many are open already."""
        if self._lines[staff_id] >= LINES_OF_ONE:
            raise TooOften("您的电话已在别处连着，请关闭多余的页面后再试。", 10)
        self._lines[staff_id] += 1

    def left(self, staff_id: UUID) -> None:
        self._lines[staff_id] -= 1
        if self._lines[staff_id] <= 0:
            del self._lines[staff_id]
