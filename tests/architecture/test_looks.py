"""No door for looking is forgotten: each is put on record, or said to be harmless."""

from pathlib import Path
from typing import Any

from litestar.handlers import HTTPRouteHandler

from helpline.app.errands import door_of
from helpline.app.looks import HARMLESS, LOOKS
from helpline.app.parts import make_parts
from helpline.app.settings import Settings
from helpline.app.web import make_app
from helpline.kit.clock import SystemClock
from helpline.kit.db import Database
from helpline.kit.files import FolderStore


def _doors_for_looking() -> set[str]:
    nowhere = Database(None, SystemClock(), "")
    app: Any = make_app(make_parts(nowhere, Settings(), FolderStore(Path("/nowhere"))))
    while not hasattr(app, "routes"):
        app = app._app  # what surrounds the application
    return {
        door_of(handler)
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and "GET" in handler.http_methods
        if route.path.startswith("/api/")
    }


def test_every_door_for_looking_is_on_record_or_harmless() -> None:
    doors = _doors_for_looking()

    assert len(doors) > 20
    assert doors - LOOKS - HARMLESS == set(), "list it in helpline.app.looks"
    assert (LOOKS | HARMLESS) - doors == set(), "no such door any more"
    assert set() == LOOKS & HARMLESS
