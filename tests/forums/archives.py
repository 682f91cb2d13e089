"""Archives brought into a space, as the command does it."""

from io import BytesIO

from forums.effects.importing import import_thread
from forums.mbox import archive, threads


def bring(space, *messages):
    """Import messages (bytes) as one archive; returns what came of each thread."""
    file = BytesIO(b"".join(messages))
    found, _copies = threads.join(archive.scan(file))
    return [import_thread(space, thread, read=lambda entry: archive.load(file, entry)) for thread in found]
