import pytest
from django.conf.locale import LANG_INFO

from core.choices import OWN_NAMES, languages, own_name


@pytest.mark.parametrize(
    ("code", "name"), [("eu", "Euskara"), ("km", "ខ្មែរ"), ("fr", "Français"), ("ka", "ქართული"), ("xx", "xx")]
)
def test_a_language_calls_itself(code, name):
    assert own_name(code) == name


def test_languages_stand_where_one_looks_for_them():
    names = [name for _code, name in languages()]

    assert names.index("Íslenska") < names.index("Italiano") < names.index("Norsk (bokmål)")
    assert len(names) == len(set(names))


def test_only_those_that_the_table_calls_by_their_english_names_are_ours():
    assert all(LANG_INFO[code]["name_local"] == LANG_INFO[code]["name"] for code in OWN_NAMES)
