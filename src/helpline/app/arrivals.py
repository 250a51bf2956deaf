"""How many new visitors one address, and all together, may bring; beyond that each has to do a sum first."""

from datetime import timedelta
from typing import Any

from litestar import Controller, get
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from helpline.app.network import HERE, network_of
from helpline.app.parts import Parts
from helpline.app.proof import HEADER, Challenge, Proofs
from helpline.kit.clock import Clock
from helpline.kit.rate import Rate
from helpline.kit.refusal import TooOften

PATH = "/api/visitors"
WITH_PROOF = 10
"""So many times more visitors an address may bring whose pages did their sums: a whole office park."""

ALTOGETHER = 20
"""All addresses together may bring so many times what one may, before everybody new has to do a sum."""

PER = timedelta(minutes=1)


class ProofNeeded(TooOften):
    code = "proof-needed"


class TooManyVisitors(TooOften):
    code = "too-many-visitors"


class Arrivals(ASGIMiddleware):
    """Counts new visitors by network address; `per_minute` 0 lets all in. Who is here already is never asked.

    Behind a proxy on another machine, FORWARDED_ALLOW_IPS must name it: else all taxpayers share its address.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, per_minute: int, proofs: Proofs, clock: Clock) -> None:
        self._is_open = per_minute == 0
        self._free = Rate(per_minute or 1, PER)
        self._proved = Rate((per_minute or 1) * WITH_PROOF, PER)
        self._together = Rate((per_minute or 1) * ALTOGETHER, PER)
        self._proofs = proofs
        self._clock = clock

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "POST" and scope["path"] == PATH:
            connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
            network = network_of(scope["client"][0] if scope["client"] else "")
            if not self._is_open and network != HERE:
                self._count(network, connection.headers.get(HEADER, ""))
        await next_app(scope, receive, send)

    def _count(self, network: str, proof: str) -> None:
        now = self._clock.now()
        if proof and self._proofs.accept(proof, now):
            if not self._proved.take(network, now):
                wait = self._proved.wait(network, now)
                raise TooManyVisitors("您所在的网络短时间内打开的页面过多，请一分钟后刷新再试。", wait)
            return
        if not self._free.take(network, now):
            raise ProofNeeded("现在访问的人较多，请稍候片刻再试。", self._free.wait(network, now))
        if not self._together.take("", now):
            raise ProofNeeded("现在访问的人较多，请稍候片刻再试。", self._together.wait("", now))


class ProofDoor(Controller):
    """Where pages fetch the sum when many come at once."""

    path = "/api/visitors/challenge"
    tags = ["纳税人"]

    @get(sync_to_thread=False)
    def challenge(self, parts: NamedDependency[Parts]) -> Challenge:
        """A sum for a page that was asked for a proof."""
        return parts.proofs.challenge(parts.db.clock.now())
