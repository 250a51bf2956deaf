"""Renders the prompts of the hotline once: `tools/prompts.py FOLDER` turns spoken WAV files, one a prompt, into A-law.

Who speaks is up to whoever made the folder: a studio, or a program. `tools/prompts.py --words` prints what has to be said.
"""

import json
import sys
import wave
from pathlib import Path

import numpy as np

from helpline.calls.prompts import WORDS

OUT = Path(__file__).resolve().parents[1] / "src/helpline/app/telephony/prompts"
RATE = 8000
LOUDNESS = 3200.0
"""Root of the mean square, the same for all: nobody turns the telephone up and down."""
QUIET = 200
EDGE = 400
"""Samples of silence left at either end: words that are put together breathe."""


def main() -> None:
    if sys.argv[1:] == ["--words"]:
        print(json.dumps(WORDS, ensure_ascii=False, indent=1))
        return
    folder = Path(sys.argv[1])
    OUT.mkdir(exist_ok=True)
    for name in WORDS:
        samples, rate = _read(folder / f"{name}.wav")
        (OUT / f"{name}.alaw").write_bytes(alaw(_even(_trimmed(_resampled(samples, rate)))))
    print(sum(path.stat().st_size for path in OUT.glob("*.alaw")))


def _read(path: Path) -> tuple[np.ndarray, int]:
    with wave.open(str(path)) as sound:
        frames = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")
        return frames[:: sound.getnchannels()].astype(np.float64), sound.getframerate()


def _resampled(samples: np.ndarray, rate: int) -> np.ndarray:
    """To 8 kHz, what a telephone cannot carry taken away before."""
    count = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    spectrum[int(3500 * len(samples) / rate) :] = 0
    return np.fft.irfft(spectrum, count) * (count / len(samples))


def _trimmed(samples: np.ndarray) -> np.ndarray:
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    if not len(loud):
        return samples
    return samples[max(0, loud[0] - EDGE) : loud[-1] + EDGE]


def _even(samples: np.ndarray) -> np.ndarray:
    power = np.sqrt(np.mean(samples**2)) or 1.0
    return np.clip(samples * (LOUDNESS / power), -30_000, 30_000)


def alaw(samples: np.ndarray) -> bytes:
    """ITU-T G.711."""
    codes = np.arange(256) ^ 0x55
    exponent, mantissa = (codes & 0x70) >> 4, codes & 0x0F
    size = np.where(
        exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0)
    )
    table = np.where(codes & 0x80, size, -size)
    order = np.argsort(table)
    middles = (table[order][1:] + table[order][:-1]) / 2
    return bytes(order[np.searchsorted(middles, samples)].astype(np.uint8))


if __name__ == "__main__":
    main()
