"""`make demo`: the whole of Copse on this machine, with the demo world in it, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config import embedded
from config.ports import HOST, is_free

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300  # seconds, for a first answer on a busy machine; a part that has died is not waited for
END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Failure(SystemExit):
    """The demo cannot go on; the message says why."""


def main():
    for number in END:
        signal.signal(number, _interrupt)
    port = _choose_port()
    site = os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    os.environ["DEMO"] = "1"
    os.environ.setdefault("SECRET_KEY", embedded.secret_key())
    sleeping = [server for server in embedded.servers() if not server.answers()]
    parts = {}
    try:
        _say("Preparing the database …")
        _manage("migrate", "--verbosity", "0")
        _manage("load_demo")
        for name, command in _commands(port).items():
            parts[name] = _start(name, command)
        _await(f"http://{HOST}:{port}/healthz", parts)
        _say(f"\nCopse is at {site} (mail: {site}/mail/, logs: {embedded.var_dir() / 'log'}). Press Ctrl-C to stop.")
        while True:
            _check(parts)
            time.sleep(0.5)
    except KeyboardInterrupt:
        _say("\nStopping …")
    finally:
        # Whoever is in a hurry and interrupts again must not leave half of it running.
        for number in END:
            signal.signal(number, signal.SIG_IGN)
        _stop(parts)
        for server in sleeping:
            server.stop()


def _commands(port):
    web = ["gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--workers", "2", "--no-control-socket"]
    worker = ["celery", "-A", "config", "worker", "--queues", "default,mail,digest", "--concurrency", "2"]
    beat = ["celery", "-A", "config", "beat", "--pidfile", ""]
    return {
        name: [sys.executable, "-m", *command] for name, command in {"web": web, "worker": worker, "beat": beat}.items()
    }


def _choose_port():
    """PORT when it is asked for and free; else the first free one from 8000 on."""
    if wish := os.environ.get("PORT"):
        if not wish.isdecimal() or not 0 < int(wish) < 65536:
            raise Failure(f"PORT is “{wish}”, which is no port number.")
        if not is_free(int(wish)):
            raise Failure(f"Port {wish} is taken: choose another one, as in `PORT=8001 make demo`.")
        return int(wish)
    port = next((port for port in range(8000, 8100) if is_free(port)), None)
    if not port:
        raise Failure("Ports 8000 to 8099 are taken: choose another one, as in `PORT=9000 make demo`.")
    if port != 8000:
        _say(f"Port 8000 is taken, using {port}.")
    return port


def _manage(*arguments):
    done = subprocess.run([sys.executable, ROOT / "manage.py", *arguments], cwd=ROOT, check=False)
    if done.returncode:
        raise Failure(f"`manage.py {arguments[0]}` failed.")


def _start(name, command):
    log = embedded.var_dir() / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        # A session of its own: Ctrl-C in the terminal is for us, who end the parts in order.
        return subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )


def _check(parts):
    for name, process in parts.items():
        if process.poll() is not None:
            log = embedded.var_dir() / "log" / f"{name}.log"
            lines = log.read_text(errors="replace").splitlines()[-10:]
            raise Failure("\n".join([*lines, f"The {name} process has ended: see {log}."]))


def _await(address, parts):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        _check(parts)
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            raise Failure(f"{address} answered {error.code}.") from None
        except OSError:
            time.sleep(0.1)
    raise Failure(f"{address} does not answer.")


def _stop(parts):
    for process in parts.values():
        if process.poll() is None:
            process.terminate()
    for process in parts.values():
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _interrupt(*_):
    raise KeyboardInterrupt


def _say(text):
    print(text, flush=True)
