"""The emulator as a process: `python -m tests.telegram --port N`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
import sys

from tests.telegram.control import Control
from tests.telegram.emulator import Emulator


async def serve(port: int, control_port: int, *, follow_stdin: bool) -> None:
    """Serves until told to stop; `follow_stdin` ends it when its parent is gone."""
    async with Emulator() as emulator:
        await _serve(emulator, port, control_port, follow_stdin=follow_stdin)


async def _serve(emulator: Emulator, port: int, control_port: int, *, follow_stdin: bool) -> None:
    control = Control(emulator)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, control.stopped.set)
    address = await control.start(control_port)
    sys.stdout.write(json.dumps({"url": emulator.url, "control": address}) + "\n")
    sys.stdout.flush()
    waiting: list[asyncio.Task[bool]] = [asyncio.create_task(_told(control))]
    if follow_stdin:
        waiting.append(asyncio.create_task(_stdin_closed()))
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await control.stop()


async def _told(control: Control) -> bool:
    await control.stopped.wait()
    return True


async def _stdin_closed() -> bool:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    await reader.read()
    return True


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="of the Bot API; 0 takes a free one")
    parser.add_argument("--control-port", type=int, default=0, help="of the control API")
    parser.add_argument("--follow-stdin", action="store_true", help="end when stdin is closed")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(given.port, given.control_port, follow_stdin=given.follow_stdin))


if __name__ == "__main__":
    main()
