"""How many new visitors one address may bring: who asks for tokens by the thousand is a machine."""

from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from helpline.kit.clock import Clock
from helpline.kit.rate import Rate
from helpline.kit.refusal import Refused

PATH = "/api/visitors"
V6_PREFIX = 64
"""A household has so much of IPv6; single addresses of it prove nothing."""


class TooManyVisitors(Refused):
    code, status = "too-many-visitors", 429


class Arrivals(ASGIMiddleware):
    """Counts new visitors by network address; `per_minute` 0 lets all in.

    Behind a proxy on another machine, FORWARDED_ALLOW_IPS must name it: else all taxpayers share its address.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, per_minute: int, clock: Clock) -> None:
        self._rate = Rate(per_minute, timedelta(minutes=1)) if per_minute else None
        self._clock = clock

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "POST" and scope["path"] == PATH:
            self._count(scope["client"])
        await next_app(scope, receive, send)

    def _count(self, client: tuple[str, int] | None) -> None:
        network = network_of(client[0] if client else "")
        if self._rate is not None and not self._rate.take(network, self._clock.now()):
            raise TooManyVisitors("您所在的网络短时间内打开的页面过多，请一分钟后刷新再试。")


def network_of(address: str) -> str:
    """What stands for one household or office: an IPv4 address, the network of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a Unix socket has no address
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, V6_PREFIX), strict=False))
    return address
