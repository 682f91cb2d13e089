"""A PostgreSQL and a Valkey of our own, for when DATABASE_URL or REDIS_URL is not set.

Both live under $COPSE_VAR (`var/` beside manage.py), are started by the first command that needs
them, shared by every later one, and stay until `manage.py servers stop`. What counts as running is
a server that answers with our password, never a pid, lock or socket file.

The servers' modules are imported late: where both addresses are set, nothing of them is needed.
"""

import argparse
import os
from pathlib import Path


def database_url():
    return os.environ.get("DATABASE_URL") or _postgres().url()


def redis_url():
    return os.environ.get("REDIS_URL") or _valkey().url()


def var_dir():
    beside_manage_py = Path(__file__).resolve().parent.parent.parent / "var"
    return Path(os.environ.get("COPSE_VAR") or beside_manage_py).resolve()


def secret_key():
    """A key made once and kept beside the data that it signs for."""
    from config.embedded import files

    return files.secret(var_dir() / "secret_key", length=50)


def servers():
    """The servers that are ours to run: those whose address nobody has set."""
    ours = {"DATABASE_URL": _postgres, "REDIS_URL": _valkey}
    return [make() for variable, make in ours.items() if not os.environ.get(variable)]


def main(arguments):
    """`manage.py servers status|start|stop|remove`: look after the embedded servers by hand."""
    parser = argparse.ArgumentParser(prog="manage.py servers", description="Look after the embedded servers.")
    parser.add_argument("verb", choices=["status", "start", "stop", "remove"], help="remove deletes their data")
    verb = parser.parse_args(arguments).verb
    for server in servers() if verb == "start" else (_postgres(), _valkey()):
        match verb:
            case "start":
                server.url()
            case "stop":
                server.stop()
            case "remove":
                server.remove()
        print(f"{server.name}: {'running' if server.answers() else 'stopped'}")


def _postgres():
    from config.embedded.postgres import Postgres

    return Postgres(var_dir())


def _valkey():
    from config.embedded.valkey import Valkey

    return Valkey(var_dir())
