"""Laws of the chain: whole as sealed, never whole once bent."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.audit import chain
from helpline.audit.model import Entry, Head, Link, Report, Seal
from helpline.audit.verifier import Verifier
from helpline.kit.ids import new_id
from helpline.kit.secrets.ciphers import KeyedDigest

pytestmark = pytest.mark.article("R18.1")

KEY = KeyedDigest(b"k" * 32)
DAWN = datetime(2026, 11, 10, tzinfo=UTC)
FIELDS = [name for name in Entry.__struct_fields__ if name not in ("id", "at", "who_id", "session_id")]


class OurKey:
    """The one key of these chains."""

    def find(self, key_id: str) -> KeyedDigest | None:
        return KEY if key_id == "1" else None


def an_entry(number: int) -> Entry:
    words = dict.fromkeys(FIELDS, "")
    return Entry(
        id=new_id(),
        at=DAWN + timedelta(seconds=number),
        who_id=None,
        session_id=None,
        **{**words, "subject_id": f"{number}", "outcome": "done"},  # type: ignore[arg-type]
    )


def a_chain(length: int) -> tuple[list[Link], Head]:
    links, before = [], chain.START
    for counter in range(1, length + 1):
        entry = an_entry(counter)
        before = chain.mac(KEY, counter, before, "1", chain.canonical(entry))
        links.append(Link(seal=Seal(counter=counter, line_id=entry.id, mac=before, key_id="1"), entry=entry))
    return links, Head(counter=length, mac=before, key_id="1", proof=chain.proof(KEY, length, before))


def verified(links: list[Link], head: Head) -> Report:
    verifier = Verifier(OurKey())
    verifier.take(links)
    verifier.head(head)
    return verifier.report()


@given(st.integers(1, 40))
def test_a_chain_as_it_was_sealed_is_whole(length: int) -> None:
    assert verified(*a_chain(length)).whole


@given(st.data())
def test_a_changed_field_is_found_at_its_place(data: st.DataObject) -> None:
    links, head = a_chain(data.draw(st.integers(1, 20)))
    place = data.draw(st.integers(0, len(links) - 1))
    field, words = data.draw(st.sampled_from(FIELDS)), data.draw(st.text(min_size=1, max_size=8))
    entry = links[place].entry
    assert entry is not None
    bent = msgspec.structs.replace(entry, **{field: words})
    if bent == entry:
        return
    links[place] = msgspec.structs.replace(links[place], entry=bent)

    assert [each.counter for each in verified(links, head).findings] == [place + 1]


@given(st.data())
def test_links_left_out_moved_or_doubled_are_found(data: st.DataObject) -> None:
    links, head = a_chain(data.draw(st.integers(2, 20)))
    order = data.draw(st.lists(st.integers(0, len(links) - 1), max_size=24))
    if order == list(range(len(links))):
        return
    renumbered = data.draw(st.booleans())
    bent = []
    for counter, place in enumerate(order, start=1):
        seal = links[place].seal
        seal = msgspec.structs.replace(seal, counter=counter) if renumbered else seal
        bent.append(msgspec.structs.replace(links[place], seal=seal))

    assert not verified(bent, head).whole


@given(st.integers(1, 20), st.integers(0, 31), st.integers(1, 255))
def test_a_changed_value_of_a_link_is_found(length: int, byte: int, flip: int) -> None:
    links, head = a_chain(length)
    seal = links[-1].seal
    mac = bytearray(seal.mac)
    mac[byte] ^= flip
    links[-1] = msgspec.structs.replace(links[-1], seal=msgspec.structs.replace(seal, mac=bytes(mac)))

    assert not verified(links, head).whole
