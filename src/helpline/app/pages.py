"""The pages: built files out of the package, and one HTML entry for each kind of reader."""

import asyncio
from pathlib import Path

from litestar import Router, get
from litestar.datastructures import CacheControlHeader
from litestar.enums import MediaType
from litestar.response import Response
from litestar.static_files import create_static_files_router
from litestar.types import ControllerRouterHandler

from helpline.kit.refusal import Refused

STATIC = Path(__file__).parent / "static"
STAFF_PATHS = [
    "/login",
    "/login/openid/{issuer:uuid}",
    "/desk",
    "/wallboard",
    "/promises",
    "/knowledge",
    "/calendar",
    "/taxpayers",
    "/people",
    "/tokens",
    "/secrecy",
    "/audit",
    "/measures",
    "/staffing",
    "/home",
    "/account",
    "/no-right",
]


class NotBuilt(Refused):
    code, status = "pages-not-built", 503


def _entry(name: str) -> Response[bytes]:
    path = STATIC / name
    if not path.exists():
        raise NotBuilt("页面还没有构建：请在项目目录运行 make pages。")
    return Response(path.read_bytes(), media_type=MediaType.HTML, headers={"Cache-Control": "no-cache"})


# Not `sync_to_thread`: a handler with several paths would be wrapped once for each.
@get(["/", "/widget"], include_in_schema=False)
async def taxpayer_page() -> Response[bytes]:
    return await asyncio.to_thread(_entry, "taxpayer.html")


@get(STAFF_PATHS, include_in_schema=False)
async def staff_page() -> Response[bytes]:
    return await asyncio.to_thread(_entry, "staff.html")


FOR_EVER = CacheControlHeader(public=True, max_age=31_536_000, immutable=True)
"""For files whose name changes with what is in them."""


def _files(path: str, folder: Path, cache: CacheControlHeader | None = None) -> Router:
    return create_static_files_router(
        path=path,
        directories=[folder],
        name=path,
        cache_control=cache,
        include_in_schema=False,
    )


ROUTES: list[ControllerRouterHandler] = [taxpayer_page, staff_page]
# The program's own folder may belong to somebody else: nothing is made in it.
if (STATIC / "assets").is_dir():
    ROUTES += [_files("/static", STATIC), _files("/static/assets", STATIC / "assets", FOR_EVER)]
