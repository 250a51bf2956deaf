"""Pictures and files through the door: checked, kept, said, and shown to both sides alone."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from helpline.kit.db import Database
from helpline.kit.files import FolderStore
from helpline.kit.ids import new_id
from helpline.kit.scanning import Clamd, ScannedStore
from tests.support.front import Front, ask, front
from tests.support.house import House
from tests.support.service import Service
from tests.support.uploads import EXE, PDF, PNG, SVG, a_bomb, a_photo, zipped

PHOTO = a_photo()
LARGEST = 10_485_760
"""Bytes, as the terms say."""


@pytest.fixture
async def doors(db: Database, tmp_path: Path) -> AsyncIterator[Front]:
    async with front(db, tmp_path) as opened:
        yield opened


def kept_in(folder: Path) -> list[Path]:
    """Files that were kept, wherever."""
    return [each for each in folder.rglob("*") if each.is_file()]


async def upload(
    client: httpx.AsyncClient, conversation: object, name: str, content: bytes
) -> httpx.Response:
    return await client.post(f"/api/conversations/{conversation}/files", files={"file": (name, content)})


async def show(client: httpx.AsyncClient, conversation: object, content: dict[str, Any]) -> httpx.Response:
    post = {"client_id": str(uuid4()), "content": content}
    return await client.post(f"/api/conversations/{conversation}/posts", json=post)


@pytest.mark.article("R11.1")
async def test_a_picture_is_kept_said_and_shown_to_both_sides(doors: Front, service: Service) -> None:
    await service.sits("0101")
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    await taxpayer.post(f"/api/conversations/{conversation}/human", json={})
    await service.takes("0101")

    kept = (await upload(taxpayer, conversation, "报错.png", PHOTO)).json()
    said = await show(taxpayer, conversation, {"type": "picture", **kept})

    assert said.status_code == 200, said.text
    assert (kept["type"], kept["name"], kept["size"]) == ("picture", "报错.png", len(PHOTO))
    consultant = await doors.signed_in("0101")
    changes = (await consultant.get(f"/api/conversations/{conversation}")).json()["changes"]
    assert changes[-1]["content"] == {
        "type": "picture",
        "file": kept["file"],
        "name": "报错.png",
        "size": len(PHOTO),
    }
    for reader in (taxpayer, consultant):
        shown = await reader.get(f"/api/conversations/{conversation}/files/{kept['file']}")
        assert shown.content == PHOTO
        assert shown.headers["content-type"] == "image/png"
        assert shown.headers["content-disposition"].startswith("inline")
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in shown.headers["content-security-policy"]


async def test_a_document_is_downloaded_not_shown(doors: Front) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    kept = (await upload(taxpayer, conversation, "凭证 “一”.pdf", PDF)).json()

    shown = await taxpayer.get(f"/api/conversations/{conversation}/files/{kept['file']}")

    assert kept["type"] == "file"
    assert shown.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E5%87%AD")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(EXE, (415, "wrong-kind"), id="disguised"),
        pytest.param(b"", (415, "wrong-kind"), id="empty"),
        pytest.param(PNG + bytes(LARGEST - len(PNG) + 1), (413, "too-large"), id="a byte too large"),
        pytest.param(PNG + bytes(4 * LARGEST), (413, "too-large"), id="far too large"),
    ],
)
async def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    doors: Front, service: Service, tmp_path: Path, content: bytes, refusal: tuple[int, str]
) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")

    answer = await upload(taxpayer, conversation, "报错.png", content)

    assert (answer.status_code, answer.json()["code"]) == refusal
    assert await service.rows("select 1 from attachment") == []
    assert kept_in(tmp_path) == []


async def test_a_file_as_large_as_the_terms_allow_is_kept(doors: Front, tmp_path: Path) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")

    answer = await upload(taxpayer, conversation, "材料.pdf", PDF + bytes(LARGEST - len(PDF)))

    assert answer.status_code == 201, answer.text
    assert answer.json()["size"] == LARGEST
    assert [each.stat().st_size for each in kept_in(tmp_path)] == [LARGEST]


async def test_a_form_without_a_file_is_refused(doors: Front) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")

    answer = await taxpayer.post(f"/api/conversations/{conversation}/files", files={"other": ("a", b"b")})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_strangers_neither_send_nor_fetch(doors: Front) -> None:
    taxpayer, stranger = await doors.visitor(), await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    own = await ask(stranger, "我也登录不了")
    kept = (await upload(taxpayer, conversation, "报错.png", PHOTO)).json()["file"]

    answers = [
        await upload(stranger, conversation, "报错.png", PHOTO),
        await stranger.get(f"/api/conversations/{conversation}/files/{kept}"),
        await stranger.get(f"/api/conversations/{own}/files/{kept}"),
        await taxpayer.get(f"/api/conversations/{conversation}/files/{uuid4()}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.article("R18.1")
async def test_nobody_says_a_file_that_was_not_uploaded_there(doors: Front) -> None:
    taxpayer, stranger = await doors.visitor(), await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    own = await ask(stranger, "我也登录不了")
    kept = (await upload(taxpayer, conversation, "报错.png", PHOTO)).json()["file"]

    foreign = await show(stranger, own, {"type": "picture", "file": kept, "name": "报错.png", "size": 1})
    unknown = await show(
        taxpayer, conversation, {"type": "file", "file": str(new_id()), "name": "无", "size": 1}
    )

    assert [(answer.status_code, answer.json()["code"]) for answer in (foreign, unknown)] == [
        (404, "not-found")
    ] * 2


async def test_what_a_page_says_of_a_file_counts_for_nothing(doors: Front) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    kept = (await upload(taxpayer, conversation, "报错.png", PHOTO)).json()["file"]

    await show(taxpayer, conversation, {"type": "file", "file": kept, "name": "setup.exe" * 1000, "size": -1})

    changes = (await taxpayer.get(f"/api/conversations/{conversation}")).json()["changes"]
    assert changes[-1]["content"] == {
        "type": "picture",
        "file": kept,
        "name": "报错.png",
        "size": len(PHOTO),
    }


async def test_nothing_is_sent_after_the_end(doors: Front) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    await taxpayer.post(f"/api/conversations/{conversation}/end")

    answer = await upload(taxpayer, conversation, "报错.png", PHOTO)

    assert answer.status_code == 409


async def test_what_the_house_says_nobody_else_may_say(doors: Front) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")

    answer = await show(taxpayer, conversation, {"type": "notice", "code": "closing", "text": "再见"})

    assert answer.status_code == 422


@pytest.mark.article("R18.1")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_where_and_by_which_camera_a_picture_was_taken_is_not_kept(doors: Front, kind: str) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    taken = a_photo(kind, place=True)

    kept = await upload(taxpayer, conversation, f"照片.{kind.lower()}", taken)
    shown = await taxpayer.get(f"/api/conversations/{conversation}/files/{kept.json()['file']}")

    assert b"GEHEIME KAMERA" in taken
    assert b"GEHEIME KAMERA" not in shown.content
    with Image.open(io.BytesIO(shown.content)) as picture:
        assert (dict(picture.getexif()), picture.size) == ({}, (64, 48))


async def test_what_hides_behind_a_picture_is_left_out(doors: Front) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    two_in_one = a_photo("GIF") + b"<script>alert(document.domain)</script>" + zipped(["evil.jar"])

    kept = await upload(taxpayer, conversation, "动图.gif", two_in_one)
    shown = await taxpayer.get(f"/api/conversations/{conversation}/files/{kept.json()['file']}")

    assert b"<script>" not in shown.content
    assert b"evil.jar" not in shown.content
    assert shown.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        pytest.param(PNG, "打不开", id="a picture by its head only"),
        pytest.param(PHOTO[:-40], "打不开", id="cut off"),
        pytest.param(a_bomb(), "尺寸过大", id="a bomb of a few kilobytes"),
    ],
)
async def test_a_picture_that_is_none_is_refused(
    doors: Front, tmp_path: Path, content: bytes, word: str
) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")

    answer = await upload(taxpayer, conversation, "图.png", content)

    assert (answer.status_code, answer.json()["code"]) == (415, "bad-picture")
    assert word in answer.json()["detail"]
    assert kept_in(tmp_path) == []


@pytest.mark.parametrize("name", ["页面.svg", "页面.html", "页面.png", "页面.xhtml"])
async def test_what_browsers_would_run_is_refused_whatever_it_is_called(doors: Front, name: str) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")

    answer = await upload(taxpayer, conversation, name, SVG)

    assert answer.status_code == 415


async def test_a_part_of_a_file_is_served_as_safely_as_the_whole(doors: Front) -> None:
    taxpayer = await doors.visitor()
    conversation = await ask(taxpayer, "登录不了")
    kept = (await upload(taxpayer, conversation, "凭证.pdf", PDF)).json()
    path = f"/api/conversations/{conversation}/files/{kept['file']}"
    whole = await taxpayer.get(path)
    tag, size = whole.headers["etag"], len(PDF)
    assert whole.headers["accept-ranges"] == "bytes"

    for asked, first, last in [
        ("bytes=0-3", 0, 3),
        ("bytes=5-", 5, size - 1),
        ("bytes=-4", size - 4, size - 1),
        (f"bytes=2-{size * 9}", 2, size - 1),
    ]:
        part = await taxpayer.get(path, headers={"Range": asked, "If-Range": tag})
        assert (part.status_code, part.content) == (206, PDF[first : last + 1]), asked
        assert part.headers["content-range"] == f"bytes {first}-{last}/{size}"
        for name in (
            "content-type",
            "content-disposition",
            "x-content-type-options",
            "content-security-policy",
        ):
            assert part.headers[name] == whole.headers[name]
    for headers in (
        {"Range": "bytes=0-3", "If-Range": '"older"'},
        {"Range": "bytes=0-1,3-4"},
        {"Range": "lines=1-2"},
    ):
        assert (await taxpayer.get(path, headers=headers)).content == PDF
    for beyond in (f"bytes={size}-", "bytes=-0"):
        refused = await taxpayer.get(path, headers={"Range": beyond})
        assert (refused.status_code, refused.json()["code"]) == (416, "range-not-satisfiable")


@asynccontextmanager
async def a_scanner_that_finds(name: str) -> AsyncIterator[str]:
    """An address at which somebody speaks as ClamAV's daemon does, and finds something in every file."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\0")
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            await reader.readexactly(length)
        writer.write(f"stream: {name} FOUND\0".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.article("R18.1")
async def test_an_infected_file_is_on_record_and_alarms_the_security_administrator(
    db: Database, house: House, service: Service, tmp_path: Path
) -> None:
    async with a_scanner_that_finds("Test.Eicar") as address:
        store = ScannedStore(FolderStore(tmp_path), Clamd(address), is_required=True)
        async with front(db, tmp_path, store) as doors:
            taxpayer = await doors.visitor()
            conversation = await ask(taxpayer, "登录不了")
            for _ in range(2):
                refused = await upload(taxpayer, conversation, "报错.png", PHOTO)
            await house.settle()
            alerts = (await (await doors.signed_in("0998")).get("/api/secrecy")).json()["alerts"]

    assert (refused.status_code, refused.json()["code"]) == (415, "infected")
    assert [(each["kind"], each["who"]) for each in alerts] == [("infected_file", "纳税人")]
    lines = await service.rows(
        "select subject_id, outcome, detail from audit_line where deed = 'conversations.infected_file'"
    )
    assert [(line["subject_id"], line["outcome"]) for line in lines] == [(conversation, "refused")] * 2
    assert "Test.Eicar" in lines[0]["detail"]
