"""Where somebody comes from, and how many sockets are open from there."""

from collections import Counter
from ipaddress import IPv6Address, ip_address, ip_network

from helpline.kit.refusal import TooOften

V6_PREFIX = 64
"""A household has so much of IPv6; single addresses of it prove nothing."""

HERE = "127.0.0.1"
"""This machine itself: its operator, or a proxy that tells no addresses; limits by address would lock out everybody."""

SOCKETS_OF_A_NETWORK = 2_000
"""Open at a time, in one process: every screen of a large company."""


class OpenSockets:
    """How many sockets a network and a visitor have open in this process."""

    def __init__(self) -> None:
        self._networks: Counter[str] = Counter()

    def came(self, network: str) -> None:
        """Raises `TooOften`: so many are open already."""
        if network != HERE and self._networks[network] >= SOCKETS_OF_A_NETWORK:
            raise TooOften("您所在的网络打开的页面过多，请关闭一些后再试。", 30)
        self._networks[network] += 1

    def left(self, network: str) -> None:
        self._networks[network] -= 1
        if self._networks[network] <= 0:
            del self._networks[network]


def network_of(address: str) -> str:
    """What stands for one household or office: an IPv4 address, the network of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a Unix socket has no address
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.is_loopback:
            return HERE
        return str(parsed.ipv4_mapped or ip_network((parsed, V6_PREFIX), strict=False))
    return address
