from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.urls import resolve
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.templatetags.copse import as_day, initials, local_time, section, there_time
from core.templatetags.refusals import way_back

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


@time_machine.travel("2026-03-05T12:00Z", tick=False)
@pytest.mark.parametrize(
    ("manner", "said"),
    [("moment", "Tue 3 March, 09:30 UTC"), ("ago", "3 Mar, 09:30 UTC"), ("day", "3 March")],
)
def test_local_time_names_the_moment_and_its_zone(manner, said):
    assert local_time(AT, manner) == f'<time datetime="2026-03-03T09:30:00Z" data-local="{manner}">{said}</time>'


@time_machine.travel("2027-01-05T12:00Z", tick=False)
@pytest.mark.parametrize(
    ("manner", "said"),
    [("moment", "Tue 3 March 2026, 09:30 UTC"), ("ago", "3 Mar 2026, 09:30 UTC"), ("day", "3 March 2026")],
)
def test_local_time_names_another_year(manner, said):
    assert f">{said}<" in local_time(AT, manner)


@time_machine.travel("2026-03-05T12:00Z", tick=False)
def test_local_time_speaks_in_the_active_zone_and_keeps_the_exact_value():
    with timezone.override("America/Recife"):
        said = local_time(AT)

    assert 'datetime="2026-03-03T09:30:00Z"' in said
    assert ">Tue 3 March, 06:30 UTC-03<" in said


def test_local_time_of_nothing_is_nothing():
    assert local_time(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ngozi Okafor", "NO"),
        ("Ana", "A"),
        ("Dr. Maria de Souza", "DS"),
        ("S. Lindqvist", "SL"),
        ("« Ana »", "A"),
        ("", "–"),
        ("…", "–"),
    ],
)
def test_initials_are_those_of_the_first_and_last_word(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("words", "within"),
    [
        ("“It is not enough yet”: what then?", "‘It is not enough yet’: what then?"),
        ('"Now" or never', "‘Now’ or never"),
        ("Plain & simple", "Plain &amp; simple"),
    ],
)
def test_quotation_marks_within_a_quotation_are_single(words, within):
    page = Template("{% load copse %}“{{ words|quoted }}”").render(Context({"words": words}))

    assert page == f"“{within}”"


def fixed(arguments, **context):
    return Template("{% load copse %}{% fixed " + arguments + " %}").render(Context(context))


def test_what_is_fixed_shows_each_reader_what_they_gave_it():
    header = '"_header.html" is_signed_in=True name=name'

    first, second = (fixed(header, name=name) for name in ("Ngozi Adeyemi", "Karin Lindqvist"))

    assert "Ngozi" in first
    assert "Karin" in second
    assert "Ngozi" not in second
    assert fixed(header, name="Ngozi Adeyemi") == first


def test_what_is_fixed_takes_no_text_for_safe_because_an_equal_one_was():
    crumbs = '"forums/_crumbs.html" community_slug="campus" space_slug="commons" community_name=name'

    assert "<b>us</b>" in fixed(crumbs, name=mark_safe("<b>us</b>"))
    assert "&lt;b&gt;us&lt;/b&gt;" in fixed(crumbs, name="<b>us</b>")


def test_what_is_fixed_has_the_token_of_each_request():
    header = '"_header.html" is_signed_in=True name="Ngozi"'

    assert ['value="one"' in fixed(header, csrf_token=token) for token in ("one", "two")] == [True, False]
    assert "csrfmiddlewaretoken" in fixed(header, csrf_token="two")


def test_what_is_fixed_takes_nothing_that_may_change():
    with pytest.raises(TypeError, match=r"_header\.html is given what may change: name"):
        fixed('"_header.html" name=name', name=["Ngozi"])
    assert "Anna" in fixed('"_header.html" is_signed_in=True name=name', name=gettext_lazy("Anna"))


@pytest.mark.parametrize("named", [{"data": {"next": "{}"}}, {"headers": {"referer": "{}"}}], ids=["next", "referer"])
def test_the_way_back_from_a_refusal_stays_on_this_site(rf, named):
    evil = "http://testserver//evil.example/login"
    request = rf.post("/account/", **{key: dict.fromkeys(value, evil) for key, value in named.items()})

    assert way_back(request) == "/%2Fevil.example/login"


@time_machine.travel("2026-03-05T12:00Z", tick=False)
def test_a_time_elsewhere_is_hidden_where_it_is_the_reader_s_own():
    with timezone.override("Africa/Lagos"):
        elsewhere, same = there_time(AT, ZoneInfo("Asia/Amman")), there_time(AT, ZoneInfo("Europe/Berlin"))

    assert "hidden" not in elsewhere
    assert "(Tue 3 March, 12:30 by the clock of Amman)" in elsewhere
    assert '<span class="meta" data-there="Europe/Berlin" hidden>' in same
    assert there_time(None, ZoneInfo("Asia/Amman")) == ""


@time_machine.travel("2026-03-05T12:00Z", tick=False)
def test_where_the_zone_is_named_once_a_time_does_without():
    assert local_time(AT, "clock").endswith(">Tue 3 March, 09:30</time>")


def test_where_the_day_is_said_beside_it_a_time_is_its_hour():
    assert local_time(AT, "hour") == '<time datetime="2026-03-03T09:30:00Z" data-local="hour">09:30</time>'


@time_machine.travel("2026-11-22T12:00Z", tick=False)
def test_a_chosen_day_names_another_year():
    assert as_day(date(2026, 12, 3)) == "3 December"
    assert as_day(date(2027, 1, 9)) == "9 January 2027"
    assert as_day(None) == ""


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("/", "home"),
        ("/communities/", "communities"),
        ("/c/campus/charter/", "communities"),
        ("/c/campus/progress/", "communities"),
        ("/c/campus/rhythm/", "communities"),
        ("/c/campus/this-week/", "communities"),
        ("/c/campus/surveys/", "communities"),
        ("/people/", "people"),
        ("/people/ana/", "people"),
        ("/account/", "me"),
    ],
)
def test_every_page_knows_its_part_of_the_site(rf, address, part):
    request = rf.get(address)
    request.resolver_match = resolve(address)

    assert section(request) == part
