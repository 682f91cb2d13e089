import os

import pytest

from config import release


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A small Copse of its own: an app, with a template beside it."""
    monkeypatch.setattr(release, "ROOT", tmp_path)
    for name in ("core/templatetags/copse.py", "templates/base.html"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def fingerprint():
    release.fingerprint.cache_clear()
    return release.fingerprint("core", "django.contrib.admin")


@pytest.mark.parametrize("name", ["core/templatetags/copse.py", "templates/base.html", "templates/new.html"])
def test_what_makes_a_page_makes_the_release(place, name):
    before = fingerprint()

    (place / name).write_text("changed")

    assert fingerprint() != before


def test_a_moved_file_is_another_release(place):
    before = fingerprint()

    (place / "templates/base.html").rename(place / "templates/other.html")

    assert fingerprint() != before


def test_times_and_compiled_code_make_no_release(place):
    before = fingerprint()

    os.utime(place / "templates/base.html", (0, 0))
    (place / "core/templatetags/copse.cpython-311.pyc").write_text("compiled")

    assert fingerprint() == before
