"""The doors described for programs: OpenAPI, with what every door may answer and how it knows who knocks."""

from collections.abc import Iterable
from typing import Any

from litestar import Litestar, Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from helpline.people.http import COOKIE

_METHODS = ("get", "put", "post", "delete", "patch")

PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `detail` is a sentence that a person can act on.",
    "required": ["type", "title", "status", "code", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "field": {"type": "string"},
        "correlation": {"type": "string"},
    },
}
_ANSWERS = {
    "description": "拒绝，并说明原因",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_LOCKS = {
    "staff": {"type": "apiKey", "in": "cookie", "name": COOKIE},
    "visitor": {"type": "http", "scheme": "bearer"},
}
_KNOWN_BY: dict[str, list[dict[str, Any]]] = {
    "staff": [{"staff": []}],
    "visitor": [{"visitor": []}],
    "visitor_id": [{"visitor": []}],
    "author": [{"visitor": []}, {"staff": []}],
}
"""By the name under which a door asks for whoever knocks: what must be shown."""


@get("/api/openapi.json", include_in_schema=False, sync_to_thread=False)
def description(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """The doors, described for programs."""
    return described(request.app)


def described(app: Litestar) -> dict[str, Any]:
    """The framework's description, with refusals, and without those that it only supposes; Any: JSON."""
    document = app.openapi_schema.to_schema()
    components = document.setdefault("components", {})
    components["schemas"] = {**components.get("schemas", {}), "Problem": PROBLEM}
    components["securitySchemes"] = _LOCKS
    locks = dict(_locks(app))
    for path, operations in document["paths"].items():
        for method in _METHODS:
            operation = operations.get(method)
            if operation is not None:
                operation["responses"] = _responses(operation["responses"])
                operation["security"] = locks.get((path, method), [])
    return document


def _responses(supposed: dict[str, Any]) -> dict[str, Any]:
    kept = {status: answer for status, answer in supposed.items() if status < "400"}
    if "204" in kept:
        kept["204"] = {"description": kept["204"]["description"]}
    return {**kept, "4XX": _ANSWERS, "503": _ANSWERS}


def _locks(app: Litestar) -> Iterable[tuple[tuple[str, str], list[dict[str, Any]]]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    yield (route.path_format, method.lower()), _lock(handler)


def _lock(handler: HTTPRouteHandler) -> list[dict[str, Any]]:
    asked = handler.parsed_fn_signature.parameters
    return next((lock for name, lock in _KNOWN_BY.items() if name in asked), [])
