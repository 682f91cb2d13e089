"""Run with `make bench`; writes docs/performance.md. BENCH_POSTS and BENCH_SECONDS change the size."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg2

DATABASE = "copse_bench"


def prepare() -> None:
    """Point Django at production settings and a database of the bench's own, which is kept."""
    from config import embedded

    url = urlsplit(embedded.database_url())
    connection = psycopg2.connect(urlunsplit(url))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    connection.close()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{DATABASE}")),
        "REDIS_URL": embedded.redis_url(),
        "SECRET_KEY": embedded.secret_key(),
        "EMAIL_URL": "dummymail://",
    }

    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    prepare()

    from bench.measure import main

    main()
