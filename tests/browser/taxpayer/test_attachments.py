"""Pictures and files: by choice, paste and drag; what cannot be sent is refused with a sentence."""

import base64
import struct
import zlib

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser.conftest import Shot
from tests.support.site import Site
from tests.support.taxpayer_page import QUESTION, ask, button


def a_picture(width: int = 320, height: int = 160) -> bytes:
    """A small PNG with two bands of colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    bands = [b"\x2c\x6c\xcb" if row < height // 5 else b"\xe9\xed\xf2" for row in range(height)]
    rows = b"".join(b"\x00" + colour * width for colour in bands)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def file(name: str, kind: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": content}


SCREENSHOT = file("报送页面.png", "image/png", a_picture())
PROGRAM = file("发票.png", "image/png", b"MZ\x90\x00" + b"\x00" * 4000)
PDF = file(
    "回执.pdf",
    "application/pdf",
    b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n",
)


@pytest.fixture
async def talking(phone: Page) -> Page:
    """A dialogue with the assistant is open."""
    await ask(phone, QUESTION)
    await expect(phone.locator(".they.answer")).to_be_visible()
    return phone


async def choose(page: Page, payload: FilePayload) -> None:
    await page.get_by_label("拍照、选图片或文件").set_input_files(payload)


async def test_picture_is_shown_kept_and_enlarged(site: Site, talking: Page, shot: Shot) -> None:
    await choose(talking, SCREENSHOT)
    picture = talking.get_by_role("button", name="图片：报送页面.png，点按放大")
    await expect(picture.locator("img")).to_be_visible()
    await expect(talking.get_by_text("正在发送")).to_have_count(0)
    await expect(talking.get_by_text("智能助手看不了图片和文件。")).to_be_visible()
    await shot(talking, "taxpayer-picture-phone")

    await talking.reload()
    await picture.click()

    await expect(talking.get_by_role("dialog")).to_be_visible()
    await talking.keyboard.press("Escape")
    await expect(talking.get_by_role("dialog")).to_have_count(0)


async def test_file_is_sent_and_can_be_fetched(talking: Page) -> None:
    await choose(talking, PDF)

    async with talking.expect_download() as coming:
        await talking.get_by_role("button", name="下载 回执.pdf").click()

    assert (await coming.value).suggested_filename == "回执.pdf"


async def test_oversized_file_is_refused_before_it_is_sent(talking: Page, shot: Shot) -> None:
    most = (await talking.evaluate("async () => (await (await fetch('/api/welcome')).json()).limits"))[
        "attachment_max_bytes"
    ]
    await choose(talking, file("资料.zip", "application/zip", b"PK\x03\x04" + b"\x00" * most))

    await expect(talking.get_by_role("alert").filter(has_text="资料.zip")).to_contain_text("发不了")
    await shot(talking, "taxpayer-too-big-phone")


async def test_disguised_file_is_refused_with_the_servers_sentence(talking: Page, shot: Shot) -> None:
    await choose(talking, PROGRAM)

    refusal = talking.locator(".refused")
    await expect(refusal).to_contain_text("这种文件不能发送")
    await shot(talking, "taxpayer-disguised-phone")
    await button(talking, "删除这条").click()
    await expect(refusal).to_have_count(0)


async def test_screenshot_is_pasted_into_the_question(phone: Page, shot: Shot) -> None:
    field = phone.get_by_role("textbox", name="您的问题")
    await field.fill("报送后一直处理中，见截图")
    await field.evaluate(
        """(area, data) => {
            const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0))
            const board = new DataTransfer()
            board.items.add(new File([bytes], 'image.png', {type: 'image/png'}))
            area.dispatchEvent(new ClipboardEvent('paste', {clipboardData: board, bubbles: true, cancelable: true}))
        }""",
        base64.b64encode(a_picture()).decode(),
    )
    await expect(phone.locator(".picked img")).to_be_visible()
    await shot(phone, "taxpayer-pasted-phone")
    await phone.get_by_role("button", name="提问").click()

    await expect(phone.get_by_role("button", name="图片：image.png，点按放大").locator("img")).to_be_visible()
    await expect(phone.locator(".mine .me").first).to_have_text("报送后一直处理中，见截图")


async def test_file_is_dropped_on_the_dialogue(talking: Page) -> None:
    await talking.evaluate(
        """(data) => {
            const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0))
            const dragged = new DataTransfer()
            dragged.items.add(new File([bytes], '拖入.png', {type: 'image/png'}))
            const event = (name) => new DragEvent(name, {dataTransfer: dragged, bubbles: true, cancelable: true})
            document.body.dispatchEvent(event('dragenter'))
            document.body.dispatchEvent(event('drop'))
        }""",
        base64.b64encode(a_picture()).decode(),
    )

    await expect(
        talking.get_by_role("button", name="图片：拖入.png，点按放大").locator("img")
    ).to_be_visible()
