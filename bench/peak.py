"""How much memory a process has needed so far."""

import re
from pathlib import Path


def peak() -> float:
    """The most that this process has held since its program began, in MB.

    What `getrusage` says goes on from whoever started it: a small process beneath a large one would look as large.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024
