"""What a piece of work changed in the database, by the statements that it sent."""

import re

from django.db import connection

CHANGE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
SAVEPOINT = re.compile(r"(SAVEPOINT|ROLLBACK TO SAVEPOINT) (.+)")


def changes(queries, *, but=()):
    """The statements that changed a table, except those in `but`, and were not taken back."""
    kept, saved = [], {}
    for query in queries:
        if (changed := CHANGE.match(query["sql"])) and changed[1] not in but:
            kept.append(query["sql"])
        elif found := SAVEPOINT.match(query["sql"]):
            verb, name = found.groups()
            if verb == "SAVEPOINT":
                saved[name] = len(kept)
            else:
                del kept[saved[name] :]
    return kept


def without_savepoints(queries):
    """The statements that ask or change something: a test stands in a transaction, where a request would not."""
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"][:24]]


def know_the_sizes():
    """Let PostgreSQL look at how many rows there are, as autovacuum does a while after many came."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
