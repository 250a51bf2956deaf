"""Is this file a recording, how long is it, is anything to be heard, and what does it look like? Pure.

A file that was not closed properly (the machine went down) says nothing true of its length; its sound is whole so far.
"""

import hashlib
import struct

import numpy as np
from numpy.typing import NDArray

from helpline.calls.recordings.model import Sound
from helpline.kit.refusal import Refused

PEAKS = 800
SILENT_BELOW = 200
"""Of 32767: about −44 dB. Hiss of a line is below, a whisper above."""

PCM = 1
TWO_BYTES = 16
MOST_CHANNELS = 2
_FORMAT = struct.Struct("<HHIIHH")


class NoSound(Refused):
    """The file is no recording that could be played."""

    code, status = "no-sound", 422


def examine(content: bytes) -> Sound:
    """Look through a wav file.

    Raises:
        NoSound: it is none, or not of 16-bit samples.
    """
    channels, rate, start, told = _layout(content)
    whole = 2 * channels
    end = start + told if 0 < told <= len(content) - start else len(content)
    data = content[start : end - (end - start) % whole]
    is_repaired = len(data) != told
    samples = np.frombuffer(data, "<i2")
    peaks = _peaks(samples, channels)
    wav = _written(channels, rate, data) if is_repaired else content
    return Sound(
        wav=wav,
        digest=hashlib.sha256(wav).hexdigest(),
        seconds=len(data) / whole / rate,
        rate=rate,
        peaks=peaks,
        is_silent=not len(samples) or int(np.abs(samples.astype(np.int32)).max()) < SILENT_BELOW,
        is_repaired=is_repaired,
    )


def _layout(content: bytes) -> tuple[int, int, int, int]:
    """Channels, samples in a second, where the samples begin, and how many bytes of them the head tells of."""
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise NoSound("文件不是 WAV 录音。")
    at, form = 12, None
    while at + 8 <= len(content):
        name, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        if name == b"fmt ":
            form = _form(content[at + 8 : at + 8 + _FORMAT.size])
        if name == b"data" and form is not None:
            return (*form, at + 8, length)
        at += 8 + length + length % 2
    raise NoSound("录音文件不完整，没有声音数据。")


def _form(chunk: bytes) -> tuple[int, int]:
    if len(chunk) < _FORMAT.size:
        raise NoSound("录音文件不完整，没有声音数据。")
    kind, channels, rate, _bytes, _block, bits = _FORMAT.unpack(chunk)
    if kind != PCM or bits != TWO_BYTES or not 1 <= channels <= MOST_CHANNELS or not rate:
        raise NoSound("录音的编码不是 16 位 PCM。")
    return channels, rate


def _peaks(samples: NDArray[np.int16], channels: int) -> bytes:
    """The loudest sample of each stretch. Fewer stretches where there are fewer moments."""
    moments = len(samples) // channels
    if not moments:
        return b""
    loud = np.abs(samples.astype(np.int32))
    starts = np.linspace(0, moments, min(PEAKS, moments), endpoint=False, dtype=np.int64) * channels
    highest = np.maximum.reduceat(loud, starts)
    return bytes(np.minimum(highest * 255 // 32767, 255).astype(np.uint8))


def _written(channels: int, rate: int, data: bytes) -> bytes:
    form = _FORMAT.pack(PCM, channels, rate, rate * channels * 2, channels * 2, TWO_BYTES)
    head = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(data))
    return b"RIFF" + struct.pack("<I", len(head) + len(data)) + head + data
