"""So many sockets a network may have open at a time; others, and this machine itself, are not counted against it."""

import pytest

from helpline.app.network import HERE, SOCKETS_OF_A_NETWORK, OpenSockets, network_of
from helpline.kit.refusal import TooOften


def _full(address: str) -> OpenSockets:
    sockets = OpenSockets()
    for _ in range(SOCKETS_OF_A_NETWORK):
        sockets.came(network_of(address))
    return sockets


@pytest.mark.parametrize(
    ("full", "more"),
    [("203.0.113.7", "203.0.113.7"), ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")],
)
def test_a_network_that_has_so_many_open_gets_no_more_until_one_closes(full: str, more: str) -> None:
    sockets = _full(full)
    with pytest.raises(TooOften):
        sockets.came(network_of(more))

    sockets.left(network_of(full))

    sockets.came(network_of(more))


@pytest.mark.parametrize(
    ("full", "other"),
    [("203.0.113.7", "203.0.113.8"), ("2001:db8:1:2::1", "2001:db8:1:3::1"), (HERE, "::1")],
)
def test_a_neighbour_and_this_machine_itself_are_let_in(full: str, other: str) -> None:
    _full(full).came(network_of(other))
