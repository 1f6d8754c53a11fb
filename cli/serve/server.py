"""The server: a port of this machine, answered at until it is told to stop."""

import errno
import os
import signal
import socket
import threading
from types import FrameType
from typing import NoReturn

import uvicorn

from cli.serve.capture import hearing
from cli.serve.request_guard import App, is_loopback
from events.errors import InputError, TimelineError


class PortTakenError(TimelineError):
    """Raise when another program answers at the port already."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"{at(host, port)} is taken by another program; "
            "name another port with --port, or --port 0 for any that is free."
        )


class NoAddressError(InputError):
    """Raise when it cannot answer at that address."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"It cannot answer at {at(host, port)}: {why}. Name another with --host.")


def at(host: str, port: int) -> str:
    """Return a *host* and a *port* as an address has them."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that is called at *host* and *port*, of which 0 is any that is free."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from None
        raise NoAddressError(host, port, _why(error)) from None


def _why(error: OSError) -> str:
    reasons = {
        errno.EACCES: "a port below 1024 is for the administrator",
        errno.EADDRNOTAVAIL: "it is no address of this machine",
    }
    if isinstance(error, socket.gaierror):
        return "nobody knows that name"
    return reasons.get(error.errno or 0, error.strerror or "it is refused")


def is_open(sock: socket.socket) -> bool:
    """Tell whether others than this machine can call at *sock*."""
    return not is_loopback(str(sock.getsockname()[0]))


GRACE = 3.0
"""How many seconds are left to whoever is being answered when the server is told to stop."""


def serve(app: App, sock: socket.socket) -> NoReturn:
    """Let *app* answer at *sock* until a signal ends it, and the process with it."""
    config = uvicorn.Config(
        app,
        access_log=False,
        date_header=False,
        lifespan="off",
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        ws="none",
    )
    # Told to stop, uvicorn stops in order and then passes the signal on, which is one too many.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: None)
    with hearing():
        _Server(config).run(sockets=[sock])
    _end()


class _Server(uvicorn.Server):
    """Stops in order; but not for a long question, which nobody may be waiting for."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, at once when told so twice."""
        if self.should_exit:
            _end()
        super().handle_exit(sig, frame)
        last = threading.Timer(GRACE, _end)
        last.daemon = True
        last.start()


def _end() -> NoReturn:
    """End the process, which has only read, without waiting for its threads."""
    os._exit(0)  # A thread in a long answer cannot be told to stop.
