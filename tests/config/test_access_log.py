import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from config.ports import HOST, free_port

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 43


def site(environ, start_response):
    start_response("200 OK", [])
    return [b"There."]


def _as_in_the_image():
    """The words of the Dockerfile about its log."""
    line = next(line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("CMD "))
    words = json.loads(line.removeprefix("CMD "))
    return words[words.index("--access-logfile") :]


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def test_no_key_of_a_private_feed_stands_in_the_log():
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", f"{__name__}:site", "--bind", f"{HOST}:{port}", "--no-control-socket"]
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "env": os.environ | {"PYTHONUTF8": "1"}}
    with subprocess.Popen([*command, *_as_in_the_image()], cwd=ROOT, **output) as process:
        for _try in range(300):
            if _listens(port):
                break
            time.sleep(0.1)
        for path in (f"/feeds/{KEY}/c/campus/feed.atom", f"/calendar/{KEY}.ics", "/c/campus/"):
            address = f"http://{HOST}:{port}{path}"
            asked = urllib.request.Request(address, headers={"Referer": f"https://copse.example/feeds/{KEY}/feed.atom"})
            urllib.request.urlopen(asked, timeout=10).close()
        process.terminate()
        log = process.communicate(timeout=30)[0].decode()

    assert KEY not in log
    assert '"GET /feeds/… HTTP/1.1" 200' in log
    assert '"GET /c/campus/ HTTP/1.1" 200' in log
