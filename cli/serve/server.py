"""Open a port of this machine, and serve an application on it until a signal arrives."""

import errno
import signal
import socket
import threading

import uvicorn

from cli.serve.capture import capturing
from cli.serve.connections import BACKLOG, BoundedConnection
from cli.serve.request_guard import App, is_loopback
from events.errors import InputError, TimelineError


class PortTakenError(TimelineError):
    """Raised when another program is already listening on the port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"{at(host, port)} is taken by another program; "
            "name another port with --port, or --port 0 for any that is free."
        )


class NoAddressError(InputError):
    """Raised when the server cannot listen at the address asked for."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"It cannot answer at {at(host, port)}: {why}. Name another with --host.")


def at(host: str, port: int) -> str:
    """Return *host* and *port* as they stand in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def listening(host: str, port: int) -> socket.socket:
    """Return a socket listening on *host* and *port*; for port 0, on any free port.

    Raises PortTakenError or, if listening fails for another reason, NoAddressError.
    """
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
    """Return whether other machines can connect to *sock*."""
    return not is_loopback(str(sock.getsockname()[0]))


GRACE = 3.0
"""The seconds given to unfinished answers once the server has to stop."""


def config(app: App) -> uvicorn.Config:
    """Return how *app* is served: quietly, by connections that are bounded."""
    return uvicorn.Config(
        app,
        access_log=False,
        backlog=BACKLOG,
        date_header=False,
        http=BoundedConnection,
        lifespan="off",
        log_level="error",
        proxy_headers=False,
        server_header=False,
        ws="none",
    )


def run(app: App, sock: socket.socket) -> None:
    """Serve *app* on *sock* until SIGINT or SIGTERM arrives; a second one cuts the grace short."""
    server, woken = uvicorn.Server(config(app)), threading.Event()

    def answer() -> None:
        try:
            server.run(sockets=[sock])
        finally:
            woken.set()

    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: woken.set())
    # A thread busy with a long answer cannot be stopped. Threads started by a daemon are daemons
    # too, so no thread that is still answering keeps the process from ending.
    answering = threading.Thread(target=answer, daemon=True)
    with capturing():
        answering.start()
        woken.wait()
        woken.clear()
        server.should_exit = True
        if answering.is_alive():
            woken.wait(GRACE)
