import re

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.pages import PAGES
from tests.factories import PostFactory

URL = reverse("accounts:profile")
FORM = {
    "display_name": "Ngozi Okafor",
    "pronouns": "she/her",
    "profession": "nursing",
    "organisation": "Lagoon College of Nursing",
    "sector": "university",
    "country": "Nigeria",
    "time_zone": "Africa/Lagos",
    "bio": "Nurse educator.\nForty students.",
    "interests": "debriefing",
    "can_help_with": "skills lab",
    "takes_questions": "on",
    "wants_to_learn": "feedback upwards",
    "is_simulation_educator": "true",
    "is_lay_member": "on",
    "declared_interests": "none",
    "profile_audience": "members",
}


@pytest.fixture
def me(client, outsider):
    client.force_login(outsider)
    return outsider


def test_visitors_sign_in_first(client, db):
    assert client.get(URL).url == f"{reverse('account_login')}?next={URL}"


def test_a_person_says_about_themselves_what_they_like(client, me):
    response = client.post(URL, FORM, follow=True)

    me.refresh_from_db()
    assert response.redirect_chain == [(URL, 302)]
    assert "Saved." in response.content.decode()
    expected = FORM | {"is_simulation_educator": True, "is_lay_member": True, "takes_questions": True}
    assert {field: getattr(me, field) for field in FORM} == expected


def test_pages_that_name_a_person_are_made_anew_when_the_name_changes(client, me):
    discussion = PostFactory(author=me).discussion
    before = discussion.version

    client.post(URL, FORM)
    client.post(URL, FORM | {"pronouns": ""})

    discussion.refresh_from_db()
    assert discussion.version == before + 1


def test_all_but_the_name_may_stay_empty(client, me):
    client.post(URL, FORM)

    client.post(URL, {"display_name": "Ngozi", "time_zone": "UTC", "profile_audience": "nobody"})

    me.refresh_from_db()
    assert (me.display_name, me.bio, me.profession, me.is_simulation_educator) == ("Ngozi", "", "", None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", ""),
        ("display_name", "\u202e\u2066"),
        ("display_name", "x" * 81),
        ("time_zone", "Middle/Earth"),
        ("profession", "wizardry"),
        ("profile_audience", "everyone"),
        ("bio", "x" * 2001),
    ],
)
def test_bad_input_is_said_beside_its_field_and_nothing_changes(client, me, field, value):
    before = User.objects.values().get(pk=me.pk)

    response = client.post(URL, FORM | {field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Lagoon College of Nursing" in response.content.decode()
    assert User.objects.values().get(pk=me.pk) == before


def test_the_head_of_the_page_does_not_know_what_did_not_pass(client, me):
    page = client.post(URL, FORM | {"display_name": "Zoe Unsaved", "profession": "wizardry"}).content.decode()

    assert me.display_name in page
    assert page.count("Zoe Unsaved") == 1  # the field


def test_what_another_window_changed_meanwhile_stays(client, me):
    User.objects.filter(pk=me.pk).update(bio="From the other window.")
    untouched = {"display_name": "Olu", "time_zone": "UTC", "profile_audience": "fellows", "bio": me.bio}

    form = client.get(URL).context["form"]
    assert form["bio"].value() == "From the other window."
    client.post(URL, untouched | {"bio": "From the other window."})

    me.refresh_from_db()
    assert (me.display_name, me.bio) == ("Olu", "From the other window.")


def test_an_unusual_zone_is_kept(client, me):
    me.time_zone = "US/Eastern"
    me.save()

    page = client.get(URL).content.decode()

    assert '<option value="US/Eastern" selected>' in page


def test_access_and_address_are_not_for_this_form(client, me):
    client.post(URL, FORM | {"is_staff": "on", "is_superuser": "on", "email": "other@copse.example"})

    me.refresh_from_db()
    assert not me.is_staff
    assert not me.is_superuser
    assert me.email != "other@copse.example"


def test_queries(client, me, django_assert_max_num_queries):
    client.get(URL)

    with django_assert_max_num_queries(4):
        client.get(URL)


def test_clocks_are_offered_by_place_and_an_older_name_is_kept(client, participant):
    participant.time_zone = "Asia/Calcutta"
    participant.save(update_fields=["time_zone"])
    client.force_login(participant)

    page = client.get(reverse("accounts:profile")).content.decode()

    assert '<option value="Asia/Calcutta" selected>' in page
    assert '<option value="Asia/Kolkata">' in page
    for name in ("Factory", "localtime", "ROK", "Etc/GMT+10", "US/Eastern", "America/Buenos_Aires"):
        assert f'value="{name}"' not in page
    assert '<option value="" selected>No answer</option>' in page


def test_a_zone_that_the_machine_no_longer_knows_counts_as_utc(client, me):
    User.objects.filter(pk=me.pk).update(time_zone="Europe/Atlantis")

    response = client.get("/")

    assert response.status_code == 200
    assert User.objects.get(pk=me.pk).zone.key == "UTC"


def test_the_overview_leads_to_one_s_page_and_out(client, participant):
    client.force_login(participant)

    page = client.get(reverse("accounts:account")).content.decode()

    assert f'href="{reverse("home:person", args=[participant.handle])}"' in page
    assert "data-signs-out>" in page.split("<main", 1)[1]
    assert f'<a class="bottombar__item" href="{reverse("accounts:account")}" aria-current="page">' in page


def test_the_overview_leads_wherever_the_way_beside_it_does(client, participant):
    """On a phone the overview alone is there."""
    client.force_login(participant)

    page = client.get(reverse("accounts:account")).content.decode()

    beside, overview = page.split('<nav class="account-nav"', 1)[1].split("</nav>", 1)
    ways = re.findall(r'<li><a href="([^"]+)"', beside)[1:]
    assert re.findall(r'row__title"><a href="([^"]+)"', overview) == ways
    assert {reverse("forums:feeds"), reverse("forums:claims"), reverse("account_email")} <= set(ways)


# The page of notifications stands by itself.
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.view != "notifications:settings"], ids=lambda page: page.view
)
def test_each_page_of_the_account_is_marked_beside_it(client, participant, page):
    client.force_login(participant)

    text = client.get(reverse(page.view), follow=True).content.decode()

    beside = text.split('<nav class="account-nav"', 1)[1].split("</nav>", 1)[0]
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', beside) == [reverse(page.view)]


@pytest.mark.parametrize("name", [page.view for page in PAGES if page.view != "notifications:settings"])
def test_the_bar_on_a_phone_says_that_these_pages_are_one_s_own(client, participant, name):
    client.force_login(participant)

    page = client.get(reverse(name), follow=True).content.decode()

    assert f'<a class="bottombar__item" href="{reverse("accounts:account")}" aria-current="page">' in page
