import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.running import environment, free_port

WITHOUT_MAIL = {"EMAIL_URL": "", "DEMO": "", "DJANGO_SETTINGS_MODULE": "config.settings"}


def run(*command, **changes):
    program = str(Path(sys.executable).with_name(command[0]))
    env = {**environment(), **WITHOUT_MAIL, **changes}
    return subprocess.run(
        [program, *command[1:]], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "command",
    [
        ("gunicorn", "config.wsgi", "--bind=127.0.0.1:{port}", "--log-level=critical"),
        ("celery", "--quiet", "-A", "config", "worker", "--queues=default,mail,digest", "--concurrency=1"),
        ("celery", "--quiet", "-A", "config", "beat", "--pidfile=", "--schedule={schedule}"),
        ("python", "-c", "import config.asgi"),
    ],
    ids=["web", "worker", "beat", "asgi"],
)
def test_copse_does_not_serve_without_a_way_to_send_mail(command, tmp_path):
    done = run(*(part.format(port=free_port(), schedule=tmp_path / "beat") for part in command))

    assert done.returncode == 4
    assert done.stderr.splitlines()[-1].startswith("EMAIL_URL is not set: ")
    assert "Traceback" not in done.stderr


def test_commands_run_without_mail():
    done = run("python", "manage.py", "check")

    assert done.returncode == 0, done.stderr


LOOK = """
from config import release
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW statement_timeout")
    print(cursor.fetchone()[0], release.fingerprint.cache_info().misses)
"""


@pytest.mark.parametrize("kind", ["wsgi", "asgi"])
def test_the_web_bounds_its_statements_and_knows_its_release(kind):
    done = run("python", "-c", f"import config.{kind}{LOOK}", EMAIL_URL="dummymail://")

    assert done.stdout.split() == ["10s", "1"], done.stderr


def test_commands_take_their_time_and_need_no_release():
    done = run("python", "manage.py", "shell", "--no-imports", "-c", LOOK)

    assert done.stdout.split() == ["0", "0"], done.stderr


def test_the_demo_needs_no_mail_server():
    done = run("python", "-c", "import config.wsgi", DEMO="1")

    assert done.returncode == 0, done.stderr
