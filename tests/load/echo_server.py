"""The ceiling of the live socket: the same server and framework, and a handler that only says back what it hears."""

import sys
from typing import Any

import uvicorn
from litestar import Litestar, WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect

from helpline.app.commands.serve import server_config


@websocket("/echo")
async def echo(socket: WebSocket[Any, Any, Any]) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_data(await socket.receive_text(), mode="text")
    except WebSocketDisconnect:
        return


def main() -> None:
    config = server_config(Litestar(route_handlers=[echo], logging_config=None, openapi_config=None))
    config.host, config.port, config.loop = "127.0.0.1", int(sys.argv[1]), "uvloop"
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
