"""What may be sent, who may look, how people are called: examples."""

import io
import zipfile

import pytest

from helpline.conversations import rules
from helpline.conversations.model import Author
from helpline.conversations.rules import TooLarge, WrongKind
from helpline.kit.ids import new_id
from helpline.kit.refusal import Forbidden, NotFound
from tests.support.uploads import (
    BMP,
    COMPOUND,
    EXE,
    GIF,
    JPEG,
    PDF,
    PNG,
    SVG,
    WEBP,
    a_conversation,
    compound,
    zipped,
)

MOST = 1_000_000
WORD = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
EXCEL = ["xl/workbook.xml", "[Content_Types].xml"]
WPS_WORD = ["docProps/app.xml", *[f"customXml/item{n}.xml" for n in range(9)], *WORD]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.article("R11.1")
@pytest.mark.parametrize(
    ("name", "content", "media_type", "picture"),
    [
        ("报错.png", PNG, "image/png", True),
        ("照片.JPG", JPEG, "image/jpeg", True),
        ("动图.gif", GIF, "image/gif", True),
        ("图.webp", WEBP, "image/webp", True),
        ("图.bmp", BMP, "image/bmp", True),
        pytest.param("截图.png", JPEG, "image/jpeg", True, id="one picture under the name of another"),
        ("凭证.pdf", PDF, "application/pdf", False),
        ("资料.zip", zipped(["a.txt"]), "application/zip", False),
        ("说明.docx", zipped(WORD), DOCX, False),
        pytest.param(
            "说明.docx", zipped(WPS_WORD), DOCX, False, id="a word file with its parts in another order"
        ),
        ("申报表.xlsx", zipped(EXCEL), XLSX, False),
        ("旧说明.doc", compound("WordDocument"), "application/msword", False),
        ("旧报表.xls", compound("Workbook"), "application/vnd.ms-excel", False),
        ("日志.log", "第一行\n".encode(), "text/plain", False),
        ("名单.csv", "姓名,电话\n".encode("gb18030"), "text/plain", False),
        ("数据.xml", b"<?xml version='1.0'?><a/>", "text/plain", False),
    ],
)
def test_an_honest_file_is_what_its_content_says(
    name: str, content: bytes, media_type: str, picture: bool
) -> None:
    upload = rules.checked_upload(name, content, MOST)

    assert (upload.media_type, upload.picture, upload.name) == (media_type, picture, name)


@pytest.mark.article("R11.1")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("病毒.png", EXE, id="a program as a picture"),
        pytest.param("病毒.exe", EXE, id="a program"),
        pytest.param("页面.png", b"<html><script>alert(1)</script>", id="a page as a picture"),
        pytest.param("页面.html", b"<html></html>", id="a page"),
        pytest.param("图.svg", SVG, id="a drawing that can hold script"),
        pytest.param("图.pdf", PNG, id="a picture as a document"),
        pytest.param("表.xlsx", zipped(WORD), id="a word file as a table"),
        pytest.param("表.xls", compound("WordDocument"), id="an old word file as a table"),
        pytest.param("说明.docx", zipped(["evil.sh"]), id="any zip as a word file"),
        pytest.param("说明.docx", b"PK\x03\x04broken", id="a broken zip"),
        pytest.param("说明.doc", COMPOUND + bytes(600), id="some other old document"),
        pytest.param("图", PNG, id="no ending"),
        pytest.param("记录.txt", b"text\x00more", id="bytes as text"),
        pytest.param("空.png", b"", id="empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(WrongKind):
        rules.checked_upload(name, content, MOST)


@pytest.mark.article("R11.1")
def test_a_file_may_be_as_large_as_the_terms_say_and_no_larger() -> None:
    largest = PNG + bytes(2 * 1024 * 1024 - len(PNG))

    assert rules.checked_upload("图.png", largest, len(largest)).picture
    with pytest.raises(TooLarge, match="2 MB"):
        rules.checked_upload("图.png", largest + b"\x00", len(largest))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\Users\\张三\\报错.png", "报错.png"),
        ("../../etc/passwd.png", "passwd.png"),
        ("长" * 300 + ".png", "长" * 116 + ".png"),
        ("报\r\n错\x00\u202egnp.png", "报错gnp.png"),
    ],
    ids=["windows", "upwards", "long", "control characters"],
)
def test_a_name_is_only_a_name(sent: str, kept: str) -> None:
    assert rules.checked_upload(sent, PNG, MOST).name == kept


def test_a_zip_bomb_is_not_opened() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.bin", bytes(50_000_000))

    assert rules.checked_upload("资料.zip", packed.getvalue(), MOST).media_type == "application/zip"


def test_only_the_asker_and_the_one_who_serves_may_look() -> None:
    conversation = a_conversation()
    asker = Author(party="taxpayer", id=conversation.visitor_id)
    server = Author(party="consultant", id=conversation.state.consultant or new_id())

    rules.require_sight(conversation, asker)
    rules.require_sight(conversation, server)
    with pytest.raises(NotFound):
        rules.require_sight(conversation, Author(party="taxpayer", id=new_id()))
    with pytest.raises(rules.NotInSight):
        rules.require_sight(conversation, Author(party="consultant", id=new_id()))
    with pytest.raises(Forbidden):
        rules.require_sight(conversation, None)


def test_a_visitors_id_gives_no_sight_to_a_consultant_of_the_same_id() -> None:
    conversation = a_conversation()

    with pytest.raises(rules.NotInSight):
        rules.require_sight(conversation, Author(party="consultant", id=conversation.visitor_id))


@pytest.mark.article("R18.1")
def test_consultants_appear_by_number_not_by_name() -> None:
    assert rules.label("0317") == "0317 号咨询员"


def test_of_a_token_only_the_hash_is_kept() -> None:
    assert len(rules.token_hash("secret")) == 32
    assert rules.token_hash("secret") != rules.token_hash("Secret")
