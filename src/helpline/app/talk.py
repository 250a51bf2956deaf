"""What follows when a page was let in: read and write until one of them ends."""

import asyncio

from helpline.app.line import Line
from helpline.app.problem import SOCKET_CODE, closing
from helpline.app.silence import Silence
from helpline.app.socket import Connection
from helpline.app.topics import LOCKED, SIGNED_OUT, UNLOCKED, covered

SILENT_TOO_LONG = 30.0
"""Seconds without a word from the page (it pings every ten) after which the socket counts as dead."""

LAST_WORD = 5.0
"""Seconds that a page which cannot keep up has to take what is on its way, and the word that it shall resync."""


async def talk(line: Line, connection: Connection) -> None:
    """Until the page is gone, silent for too long, signed out, or cannot keep up."""
    loop = asyncio.get_running_loop()
    silence = Silence(loop, SILENT_TOO_LONG)
    reading = asyncio.create_task(_read(line, connection, silence))
    writing = asyncio.create_task(_write(line, connection))
    silence.watch(reading.cancel)
    # a page that does not even take the word to resync is not waited for
    connection.mailbox.on_close = lambda: loop.call_later(LAST_WORD, writing.cancel)
    try:
        first, _ = await asyncio.wait((reading, writing), return_when=asyncio.FIRST_COMPLETED)
        for half in first:
            if not half.cancelled():
                half.result()
    except OSError:  # gone while we spoke
        pass
    except Exception as error:  # nobody above could tell the page
        await line.close(*closing(error, "/api/live"))
    finally:
        silence.end()
        reading.cancel()
        writing.cancel()
        await asyncio.gather(reading, writing, return_exceptions=True)
        await connection.leave()


async def _read(line: Line, connection: Connection, silence: Silence) -> None:
    """Take frames in until the page is gone."""
    loop = asyncio.get_running_loop()
    while (frame := await line.hear()) is not None:
        silence.broken()
        if (too_fast := connection.pace.wait(loop.time())) > 0:
            await asyncio.sleep(too_fast)
        await connection.hear(frame)
        silence.begins()


async def _write(line: Line, connection: Connection) -> None:
    """Carry frames out, until the mailbox was closed for overflow, or the log-in was unlocked or has ended."""
    while (frame := await connection.mailbox.take()) is not None:
        if frame == LOCKED:
            connection.is_locked = True
        shown = covered(frame) if connection.is_locked else frame
        if shown is not None:
            await line.say(shown.decode())
        if frame == UNLOCKED:  # the page comes back for what it was not told
            break
        if frame == SIGNED_OUT:
            await line.close(SOCKET_CODE + 401, "not-signed-in")
            return
    await line.close(4008, "resync")
