"""A plain load: clients that each ask, read to the end, and ask again on a new connection."""

import socket
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

CLIENTS = 16


@dataclass(frozen=True)
class Load:
    per_second: float
    p50: float  # seconds
    p95: float  # seconds


def request(path: str, port: int, *, cookies: str = "", body: str | None = None) -> bytes:
    """One HTTP/1.1 request that asks the server to close the connection."""
    lines = [
        f"{'GET' if body is None else 'POST'} {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: close",
        "Accept: text/html",
    ]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if body is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + (body or "")).encode()


def fetch(port: int, message: bytes) -> bytes:
    """The whole answer, head and body."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(message)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def drive(port: int, make: Callable[[], bytes], *, seconds: float, expect: bytes, clients: int = CLIENTS) -> Load:
    """Ask for `seconds` from `clients` at once. Raises AssertionError for an answer other than `expect`."""
    took: list[float] = []
    wrong: list[bytes] = []
    deadline = time.perf_counter() + seconds

    def client():
        while (before := time.perf_counter()) < deadline:
            answer = fetch(port, make())
            took.append(time.perf_counter() - before)
            if answer[9:12] != expect:
                wrong.append(answer[:300])
                return

    threads = [threading.Thread(target=client) for _each in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - started
    if wrong:
        raise AssertionError(f"Expected {expect.decode()}: {wrong[0].decode(errors='replace')}")
    took.sort()
    return Load(len(took) / elapsed, statistics.median(took), took[int(len(took) * 0.95)])
