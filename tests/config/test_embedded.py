"""The embedded servers: real ones, in directories of their own, hurt in every way that we could think of."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest

from config import embedded
from config.embedded.errors import Unavailable
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a server as somebody else")


@contextmanager
def new_var():
    """A directory that a system user may enter, unlike pytest's own."""
    var = Path(tempfile.mkdtemp(prefix="copse-test-"))
    var.chmod(0o755)
    try:
        yield var
    finally:
        Postgres(var).remove()
        Valkey(var).remove()
        shutil.rmtree(var)


@pytest.fixture(scope="module")
def postgres():
    """One that each test hurts and the next finds as it was left: healing is what it is here for."""
    with new_var() as var:
        server = Postgres(var)
        server.url()
        yield server


@pytest.fixture
def doomed(postgres, var):
    """A copy of it for a test that leaves nothing to heal."""
    postgres.url()
    postgres.stop()
    subprocess.run(["cp", "-a", postgres.home, var], check=True)
    return Postgres(var)


@pytest.fixture
def var():
    with new_var() as var:
        yield var


@pytest.fixture
def other_var():
    with new_var() as var:
        yield var


@pytest.fixture
def valkey(var):
    return Valkey(var)


@pytest.fixture(params=["postgres", "valkey"])
def server(request):
    return request.getfixturevalue(request.param)


def query(server, sql):
    connection = psycopg2.connect(server.url())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else None
    connection.close()
    return rows


def point(server, *, at):
    """Let the server believe that `at` is its port."""
    url = server.known_url()
    (server.home / "url").write_text(url.replace(f":{urlsplit(url).port}/", f":{at}/"))
    return at


def kill_9(server):
    while processes := server.processes():
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def python(code, var, **environment):
    """Start another process, as a second command would be; its answer ends although servers live on."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "COPSE_VAR": str(var), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_url_is_the_same_while_the_server_runs(server):
    first = server.url()

    assert server.url() == first
    assert server.answers()


def test_url_survives_stop_and_start(server):
    first = server.url()
    server.stop()
    assert not server.answers()
    assert not server.processes()

    assert server.url() == first
    assert server.answers()


def test_a_killed_postgres_comes_back_with_its_data(postgres):
    query(postgres, "CREATE TABLE survivor AS SELECT 'still here' AS text")
    kill_9(postgres)
    assert (postgres.workplace / "postmaster.pid").exists()

    assert query(postgres, "SELECT text FROM survivor") == [("still here",)]


def test_a_postgres_whose_postmaster_alone_was_killed_comes_back(postgres):
    query(postgres, "CREATE TABLE note AS SELECT 'still here' AS text")
    postmaster = int((postgres.workplace / "postmaster.pid").read_text().split()[0])
    psutil.Process(postmaster).kill()

    assert query(postgres, "SELECT text FROM note") == [("still here",)]


def test_a_killed_valkey_comes_back(valkey):
    first = valkey.url()
    kill_9(valkey)
    assert not valkey.answers()

    assert valkey.url() == first
    assert valkey.answers()


def test_the_pid_of_a_stranger_in_the_pid_file_is_no_obstacle(postgres):
    postgres.url()
    kill_9(postgres)
    owner = postgres.home.stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    stranger = subprocess.Popen(["sleep", "60"], **as_owner)
    pid_file = postgres.workplace / "postmaster.pid"
    lines = pid_file.read_text().splitlines(keepends=True)
    pid_file.write_text("".join([f"{stranger.pid}\n", *lines[1:]]))

    try:
        assert query(postgres, "SELECT 1") == [(1,)]
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("content", ["", "nonsense\n"])
def test_a_torn_pid_file_is_no_obstacle(postgres, content):
    (postgres.workplace / "postmaster.pid").write_text(content)

    assert query(postgres, "SELECT 1") == [(1,)]


def test_a_taken_port_is_stepped_around(server):
    server.url()
    server.stop()
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        port = point(server, at=stranger.getsockname()[1])

        assert f":{port}/" not in server.url()
        assert server.answers()


def test_a_copy_of_our_server_on_our_port_is_not_taken_for_ours(postgres, doomed):
    theirs = doomed.url()
    postgres.url()
    postgres.stop()
    point(postgres, at=urlsplit(theirs).port)

    assert not postgres.answers()
    assert postgres.url() != theirs
    assert postgres.answers()
    assert doomed.url() == theirs


def test_a_copied_valkey_is_not_taken_for_the_first(valkey, other_var):
    valkey.url()
    shutil.copytree(valkey.home, other_var / "valkey")

    assert Valkey(other_var).url() != valkey.url()


def test_a_moved_server_is_still_ours(doomed, other_var):
    url = doomed.url()
    doomed.home.rename(other_var / "postgres")
    moved = Postgres(other_var)

    assert moved.answers()
    assert moved.url() == url


def test_a_silent_stranger_on_our_port_is_not_taken_for_ours(valkey):
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        valkey.home.mkdir()
        valkey.choose_port()
        port = point(valkey, at=stranger.getsockname()[1])

        assert f":{port}/" not in valkey.url()
        assert valkey.answers()


def test_two_starters_at_once_get_one_server(postgres):
    code = "from config import embedded; print(embedded.database_url(), embedded.redis_url(), embedded.secret_key())"
    starters = [python(code, postgres.link.parent) for _ in range(3)]

    answers = [starter.communicate(timeout=60) for starter in starters]

    assert len(set(answers)) == 1
    assert not answers[0][1]
    postmasters = [process for process in postgres.processes() if "-D" in process.cmdline()]
    assert len(postmasters) == 1
    assert len(Valkey(postgres.link.parent).processes()) == 1


def test_a_dropped_database_is_made_again(postgres):
    postgres.url()
    connection = postgres._connect("postgres", "postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE copse")
        cursor.execute("DROP ROLE copse")
    connection.close()

    assert query(postgres, "SELECT current_user, current_database()") == [("copse", "copse")]


def test_a_var_deleted_by_hand_starts_afresh(doomed, valkey):
    query(doomed, "CREATE TABLE lost AS SELECT 'gone' AS text")
    valkey.url()
    old = doomed.processes() + valkey.processes()
    shutil.rmtree(doomed.home)
    shutil.rmtree(valkey.home)

    assert query(doomed, "SELECT to_regclass('lost')") == [(None,)]
    assert valkey.url()
    assert valkey.answers()
    assert not [process for process in old if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def test_an_interrupted_initdb_is_begun_again(var):
    postgres = Postgres(var)
    postgres.home.mkdir()
    if os.geteuid() == 0:
        shutil.chown(postgres.home, "copse-postgres")
    (postgres.home / "data.part" / "base").mkdir(parents=True)

    assert query(postgres, "SELECT 1") == [(1,)]
    assert not (postgres.home / "data.part").exists()


@needs_root
def test_postgres_starts_where_only_root_may_enter(var):
    var.chmod(0o700)
    postgres = Postgres(var)
    query(postgres, "CREATE TABLE note AS SELECT 'moved' AS text")
    again = Postgres(var)
    again.stop()

    assert query(again, "SELECT text FROM note") == [("moved",)]
    assert var.stat().st_mode & 0o777 == 0o700
    home = again.home
    again.remove()
    assert not home.exists()
    assert not again.link.is_symlink()


def test_strangers_cannot_read_passwords_or_enter_without(server):
    url = server.url()

    for path in server.home.glob("*"):
        if path.is_file() and path.name != "log":
            assert path.stat().st_mode & 0o077 == 0, path
    password = url.split(":")[2].split("@")[0]
    assert not [process for process in server.processes() if password in " ".join(process.cmdline())]
    if isinstance(server, Postgres):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(url.replace(password, "guess"))


def test_with_both_addresses_set_nothing_is_started(var):
    untouched = var / "untouched"
    addresses = {"DATABASE_URL": "postgres://db.example/copse", "REDIS_URL": "redis://redis.example/0"}
    command = python(
        "import manage; manage.main(['check'])",
        untouched,
        SECRET_KEY="not secret",
        EMAIL_URL="memorymail://",
        **addresses,
    )

    output, errors = command.communicate(timeout=60)

    assert command.returncode == 0, errors
    assert "no issues" in output
    assert not untouched.exists()


@pytest.mark.parametrize("kind", ["Postgres", "Valkey"])
def test_a_platform_without_a_wheel_gets_one_line(var, kind):
    module = f"config.embedded.{kind.lower()}"
    code = f"import manage, {module}; {module}.{kind}.package = 'wheel_of_another_platform'; manage.main(['check'])"

    command = python(code, var)
    output, errors = command.communicate(timeout=60)

    assert command.returncode == 1
    assert not output
    assert len(errors.splitlines()) == 1
    assert "docker compose" in errors
    assert "DATABASE_URL and REDIS_URL" in errors


def test_an_old_cluster_without_its_password_says_what_to_do(doomed):
    (doomed.home / "url").unlink()

    with pytest.raises(Unavailable, match="make clean"):
        doomed.url()


def test_the_secret_key_stays_and_is_private(monkeypatch, var):
    monkeypatch.setenv("COPSE_VAR", str(var))

    key = embedded.secret_key()

    assert len(key) > 50
    assert embedded.secret_key() == key
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_servers_can_be_looked_after_by_hand(monkeypatch, capsys, doomed):
    monkeypatch.setenv("COPSE_VAR", str(doomed.link.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)

    for verb in "start", "status", "stop", "remove":
        embedded.main([verb])

    running, stopped = "postgres: running\nvalkey: running\n", "postgres: stopped\nvalkey: stopped\n"
    assert capsys.readouterr().out == running + running + stopped + stopped
    assert not doomed.home.exists()
