"""Pictures, written anew: what a camera adds (where, when, which phone) and what hides behind it is left out."""

import io
import threading
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from helpline.kit.refusal import Refused

MOST_PIXELS = 60_000_000
"""More than any phone's camera has. A small file may claim far more, to fill the memory."""

MOST_FRAMES = 300
AT_ONCE = threading.Semaphore(2)
"""Pictures opened at a time in one process: each may take 240 MB for a moment."""

FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_QUALITY = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}, "PNG": {}, "GIF": {}, "BMP": {}}


_TOO_LARGE = "图片的尺寸过大，请缩小后再发送。"


class BadPicture(Refused):
    code, status = "bad-picture", 415


def cleaned(content: bytes) -> bytes:
    """The picture alone, turned as its camera said, in the format it came in.

    Raises:
        BadPicture: it cannot be opened, or is larger than a picture needs to be.
    """
    with AT_ONCE, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # of odd but harmless headers, and of large pictures, which are refused here
        try:
            return _rewritten(content)
        except Image.DecompressionBombError:
            raise BadPicture(_TOO_LARGE) from None
        except (
            UnidentifiedImageError,
            OSError,
            ValueError,
            SyntaxError,
            EOFError,
        ):
            raise BadPicture("图片打不开，可能已损坏。请重新截图或另存后再发送。") from None


def _rewritten(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
        frames = int(getattr(picture, "n_frames", 1))
        if picture.width * picture.height > MOST_PIXELS or frames > MOST_FRAMES:
            raise BadPicture(_TOO_LARGE)
        kind = picture.format or ""
        kept = io.BytesIO()
        if frames > 1:
            moving = {"save_all": True, "loop": picture.info.get("loop", 0)}
            picture.save(kept, kind, exif=b"", icc_profile=None, xmp=b"", comment=b"", **moving)
        else:
            still = ImageOps.exif_transpose(picture)
            still.info = {each: still.info[each] for each in ("transparency",) if each in still.info}
            still.save(kept, kind, exif=b"", **_QUALITY.get(kind, {}))
        return kept.getvalue()
