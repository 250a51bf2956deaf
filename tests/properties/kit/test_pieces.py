"""Laws of content that is sealed in pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.kit.secrets import pieces
from helpline.kit.secrets.ciphers import Algorithm, Tampered

KEY = bytes(range(32))
PLACE = b"recording.audio:1"
algorithms = st.sampled_from(["sm4-gcm", "aes-256-gcm"])


@given(algorithm=algorithms, clear=st.binary(max_size=2000), piece=st.integers(1, 700), data=st.data())
def test_any_part_of_it_is_opened_as_it_was(
    algorithm: Algorithm, clear: bytes, piece: int, data: st.DataObject
) -> None:
    sealed = pieces.seal(algorithm, KEY, clear, PLACE, piece)

    assert pieces.clear_length(sealed) == len(clear)
    assert pieces.open_part(algorithm, KEY, sealed, PLACE) == clear
    if clear:
        first = data.draw(st.integers(0, len(clear) - 1))
        last = data.draw(st.integers(first, len(clear) - 1))
        assert pieces.open_part(algorithm, KEY, sealed, PLACE, (first, last)) == clear[first : last + 1]


@given(clear=st.binary(min_size=1, max_size=900), piece=st.integers(1, 300), data=st.data())
def test_a_changed_bit_anywhere_is_noticed(clear: bytes, piece: int, data: st.DataObject) -> None:
    sealed = bytearray(pieces.seal("sm4-gcm", KEY, clear, PLACE, piece))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(Tampered):
        pieces.open_part("sm4-gcm", KEY, bytes(sealed), PLACE)


@given(clear=st.binary(min_size=1, max_size=900), piece=st.integers(1, 300), cut=st.integers(1, 950))
def test_what_is_cut_off_is_noticed(clear: bytes, piece: int, cut: int) -> None:
    sealed = pieces.seal("sm4-gcm", KEY, clear, PLACE, piece)

    with pytest.raises(Tampered):
        pieces.open_part("sm4-gcm", KEY, sealed[:-cut], PLACE)


def test_pieces_cannot_be_exchanged_nor_moved_to_another_row() -> None:
    sealed = pieces.seal("sm4-gcm", KEY, b"a" * 10 + b"b" * 10, PLACE, 10)
    head, size = sealed[:16], 10 + 28
    swapped = head + sealed[16 + size :] + sealed[16 : 16 + size]

    with pytest.raises(Tampered):
        pieces.open_part("sm4-gcm", KEY, swapped, PLACE)
    with pytest.raises(Tampered):
        pieces.open_part("sm4-gcm", KEY, sealed, b"recording.audio:2")
