"""What every letter looks like, in the light and in the dark."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "templates"
BASE = (ROOT / "emails/base.html").read_text()
LETTERS = [path for path in ROOT.rglob("*.html") if "emails/_style.txt" in path.read_text()]


def test_whatever_has_a_colour_of_its_own_has_another_one_in_the_dark():
    dark = set(re.findall(r"\.([a-z]+)", BASE.split("prefers-color-scheme: dark", 1)[1].split("</style>", 1)[0]))

    bare = [
        (str(path.relative_to(ROOT)), tag)
        for path in LETTERS
        for tag in re.findall(r"<[a-z0-9]+ [^<>]*with of='(?:quote|soft)'[^<>]*>", path.read_text())
        if not dark & set(re.search(r'class="([^"]*)"|$', tag)[1].split())
    ]

    assert LETTERS
    assert {"quote", "soft"} <= dark
    assert not bare
