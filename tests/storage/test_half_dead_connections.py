"""A PostgreSQL server that goes without a word: the connection to it does not hang for ever."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from storage.engines import parse, postgresql_engine
from tests.postgres import new_database


class Wire:
    """Carries TCP to the server's own socket, which is a file; it can be cut without a word."""

    def __init__(self, folder: str) -> None:
        self._target = str(next(Path(folder).glob(".s.PGSQL.*[0-9]")))
        self._listens = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listens.getsockname()[1])
        self.takes = True
        self._ends = False
        self._wires: list[socket.socket] = []
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def _carry(self) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(self._listens, selectors.EVENT_READ, None)
            while not self._ends:
                for key, _ in ready.select(0.05):
                    if key.data is None:
                        self._connect(ready)
                    elif self.takes and key.data.fileno() >= 0:  # not closed in this round
                        self._pass(ready, key)

    def _connect(self, ready: selectors.BaseSelector) -> None:
        near, _ = self._listens.accept()
        self._wires.append(near)
        if not self.takes:
            return
        far = socket.socket(socket.AF_UNIX)
        far.connect(self._target)
        self._wires.append(far)
        ready.register(near, selectors.EVENT_READ, far)
        ready.register(far, selectors.EVENT_READ, near)

    def _pass(self, ready: selectors.BaseSelector, key: selectors.SelectorKey) -> None:
        came = key.fileobj
        assert isinstance(came, socket.socket)
        data = came.recv(65_536)
        if data:
            key.data.sendall(data)
            return
        for one in (came, key.data):
            ready.unregister(one)
            one.close()

    def close(self) -> None:
        self._ends = True
        self._thread.join(5)
        for one in (self._listens, *self._wires):
            one.close()


@pytest.fixture
def wire(run_folder: Path) -> Iterator[tuple[Wire, str]]:
    """The wire, and the address of a database at its other end."""
    with new_database(run_folder) as url:
        address, _, folder = url.partition("?host=")
        carried = Wire(folder)
        try:
            yield carried, address.replace("@/", f"@127.0.0.1:{carried.port}/")
        finally:
            carried.close()


@contextmanager
def engine_for(url: str) -> Iterator[Engine]:
    engine = postgresql_engine(parse(url), poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()


def socket_options(engine: Engine) -> dict[str, int]:
    """What the operating system was told about the driver's own connection."""
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
        number = connection.connection.driver_connection.fileno()  # type: ignore[union-attr]
        with socket.fromfd(number, socket.AF_INET, socket.SOCK_STREAM) as own:
            tcp = socket.IPPROTO_TCP
            return {
                "keepalive": own.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE),
                "idle": own.getsockopt(tcp, socket.TCP_KEEPIDLE),
                "interval": own.getsockopt(tcp, socket.TCP_KEEPINTVL),
                "count": own.getsockopt(tcp, socket.TCP_KEEPCNT),
                "user timeout": own.getsockopt(tcp, socket.TCP_USER_TIMEOUT),
            }


def test_the_operating_system_asks_whether_the_server_is_still_there(
    wire: tuple[Wire, str],
) -> None:
    with engine_for(wire[1]) as engine:
        assert socket_options(engine) == {
            "keepalive": 1,
            "idle": 15,
            "interval": 5,
            "count": 3,
            "user timeout": 30_000,
        }


def test_the_address_of_the_database_can_say_otherwise(wire: tuple[Wire, str]) -> None:
    with engine_for(f"{wire[1]}?keepalives_idle=60&tcp_user_timeout=90000") as engine:
        options = socket_options(engine)
        assert (options["idle"], options["interval"], options["user timeout"]) == (60, 5, 90_000)


def test_a_server_that_takes_a_connection_and_says_nothing_is_not_waited_for(
    wire: tuple[Wire, str],
) -> None:
    carried, url = wire
    carried.takes = False
    with engine_for(f"{url}?connect_timeout=2") as engine:
        began = time.monotonic()
        with pytest.raises(OperationalError, match="timeout"):
            engine.connect()
        assert time.monotonic() - began < 8
