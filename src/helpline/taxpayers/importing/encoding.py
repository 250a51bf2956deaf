"""Finds out in which encoding a file of text was written."""

import codecs
from typing import IO, ClassVar

from helpline.kit.refusal import Invalid

CHUNK = 1 << 20
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
NUL = b"\x00"
FAULT = "\ufffd"


class UnreadableFile(Invalid):
    """The file as a whole cannot be read; nothing of it was taken."""

    code: ClassVar[str] = "file-unreadable"


def detect(source: IO[bytes]) -> str:
    """The encoding: by its mark, else UTF-8 if all of it is that, else GB18030. Leaves `source` at its start.

    Raises:
        UnreadableFile: it is empty, is no text, or is neither.
    """
    source.seek(0)
    head = source.read(4)
    if not head:
        raise UnreadableFile("文件是空的，请选择有内容的 CSV 文件。")
    if head.startswith(b"PK"):
        raise UnreadableFile("这是 Excel 工作簿或压缩包，请在 Excel 里“另存为 CSV（逗号分隔）”后再导入。")
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            _require(source, encoding)
            return encoding
    if _fits(source, "utf-8"):
        return "utf-8"
    _refuse_broken_utf8(source)
    if _fits(source, "gb18030"):
        return "gb18030"
    raise UnreadableFile("文件的编码既不是 UTF-8 也不是 GB18030（GBK），请另存为“CSV UTF-8”后再导入。")


def _require(source: IO[bytes], encoding: str) -> None:
    if not _fits(source, encoding):
        raise UnreadableFile("文件开头标明了编码，内容却不符，可能已经损坏，请重新导出后再导入。")


def _refuse_broken_utf8(source: IO[bytes]) -> None:
    """GB18030 would read nearly anything. A file whose letters are mostly good UTF-8 is UTF-8 with a fault in it."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = lines = 0
    fault_line = 0
    for chunk in iter(lambda: source.read(CHUNK), b""):
        text = decoder.decode(chunk)
        faults = text.count(FAULT)
        if faults and not bad:
            fault_line = lines + text[: text.index(FAULT)].count("\n") + 1
        bad += faults
        good += sum(c > "\x7f" for c in text) - faults
        lines += text.count("\n")
    source.seek(0)
    if good > bad > 0:
        raise UnreadableFile(
            f"文件是 UTF-8 编码，但第 {fault_line} 行有损坏的字符，没有导入任何内容。请修正后重新导入。"
        )


def _fits(source: IO[bytes], encoding: str) -> bool:
    """Whether all of `source` reads in `encoding`; afterwards it stands at its start again."""
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    try:
        while chunk := source.read(CHUNK):
            if NUL in chunk and encoding != "utf-16":
                raise UnreadableFile("文件里有二进制内容，不是文本，请另存为 CSV 后再导入。")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    finally:
        source.seek(0)
    return True
