import pytest

from core.permissions import Refused, require
from core.seams import ResolveSeam, Seam


def test_require_refuses_with_a_text_fit_for_the_person():
    require(True)

    with pytest.raises(Refused, match="Ask a leader"):
        require(False, "Ask a leader.")


def test_a_seam_asks_everyone_in_the_order_of_registration():
    seam = Seam("asked")
    seam.register("later", lambda n: n + 1)
    seam.register("earlier", lambda n: n + 2)

    assert list(seam.ask(1).items()) == [("later", 2), ("earlier", 3)]


def test_an_app_answers_once():
    seam, resolve = Seam("asked"), ResolveSeam()
    seam.register("app", print)
    resolve.register("app.thing", lambda ids, reader: {})

    with pytest.raises(ValueError, match="already"):
        seam.register("app", print)
    with pytest.raises(ValueError, match="already"):
        resolve.register("app.thing", lambda ids, reader: {})
