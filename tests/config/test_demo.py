"""`make demo`, run as a newcomer runs it: one process that starts all the others."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

import psutil
import pytest

from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from tests.running import eventually, free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300  # seconds: other tests keep the machine busy meanwhile


@pytest.fixture(scope="module")
def var():
    var = Path(tempfile.mkdtemp(prefix="copse-test-"))
    var.chmod(0o755)
    yield var
    Postgres(var).remove()
    Valkey(var).remove()
    rmtree(var)


@pytest.fixture
def run_demo(var):
    demos = []

    def run(**environment):
        demo = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "COPSE_VAR": str(var), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        demos.append(demo)
        return demo

    yield run
    for demo in demos:
        demo.terminate()
        demo.communicate(timeout=PATIENCE)


def await_address(demo):
    said = ""
    for line in demo.stdout:
        said += line
        if address := re.search(r"Copse is at (\S+)", line):
            return address[1], said
    raise AssertionError(said)


def parts_of(demo):
    """The living processes beneath the demo's own, by what they do."""
    parts = {}
    for process in psutil.Process(demo.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # one that was there for a moment
            words = process.cmdline()
            for name in {"gunicorn", "worker", "beat"} & set(words):
                parts.setdefault(name, process)
    return parts


def is_alive(process):
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def are_gone(processes):
    """Whoever was killed goes when the machine comes to it."""
    return eventually(lambda: not any(map(is_alive, processes)), patience=PATIENCE)


def fetch(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as response:
        return response.status, response.read().decode()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_demo_serves_a_lived_in_site_and_stops_all_it_started(run_demo, var, ending):
    port = free_port()
    demo = run_demo(PORT=str(port))

    address, said = await_address(demo)

    assert address == f"http://127.0.0.1:{port}"
    assert "@copse.example" in said
    status, page = fetch(address)
    assert status == 200
    stylesheet = re.search(r'href="(/static/[^"]+\.css)"', page)[1]
    assert fetch(address + stylesheet)[0] == 200
    assert eventually(lambda: "@copse.example" in fetch(f"{address}/mail/")[1], patience=PATIENCE)
    family = psutil.Process(demo.pid).children(recursive=True)
    assert set(parts_of(demo)) == {"gunicorn", "worker", "beat"}

    demo.send_signal(ending)
    demo.communicate(timeout=PATIENCE)

    assert are_gone(family)
    assert not Postgres(var).processes()
    assert not Valkey(var).processes()


def test_demo_leaves_servers_alone_that_ran_before(run_demo, var):
    Postgres(var).url()
    demo = run_demo(PORT=str(free_port()))
    await_address(demo)

    demo.terminate()
    demo.communicate(timeout=PATIENCE)

    assert Postgres(var).answers()
    assert not Valkey(var).answers()


def test_demo_stops_and_says_so_when_a_part_of_it_dies(run_demo):
    demo = run_demo(PORT=str(free_port()))
    await_address(demo)
    family = psutil.Process(demo.pid).children(recursive=True)

    parts_of(demo)["beat"].kill()
    said, _ = demo.communicate(timeout=PATIENCE)

    assert demo.returncode == 1
    assert "The beat process has ended" in said
    assert are_gone(family)


def test_demo_names_a_taken_port_and_starts_nothing(run_demo, var):
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        port = stranger.getsockname()[1]
        demo = run_demo(PORT=str(port))

        said, _ = demo.communicate(timeout=PATIENCE)

    assert demo.returncode == 1
    assert said == f"Port {port} is taken: choose another one, as in `PORT=8001 make demo`.\n"
    assert not Valkey(var).answers()


@pytest.mark.parametrize("wish", ["eighty", "0", "70000"])
def test_demo_names_a_port_that_is_none(run_demo, wish):
    demo = run_demo(PORT=wish)

    said, _ = demo.communicate(timeout=PATIENCE)

    assert demo.returncode == 1
    assert "no port number" in said
