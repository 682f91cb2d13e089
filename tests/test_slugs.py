"""The words that no discussion and no item has as its slug, since they stand in its place."""

import re

import pytest
from django.urls import URLResolver, get_resolver, resolve

from forums.models import Discussion
from forums.models.verbs import VERBS
from library.models import Item
from library.models.item import VERBS as VERBS_OF_ITEMS
from tests.factories import DiscussionFactory, ItemFactory

BENEATH = {"d": VERBS, "library": VERBS_OF_ITEMS}


def words_beneath(place, patterns, before=""):
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from words_beneath(place, each.url_patterns, route)
        elif word := re.fullmatch(rf"{place}/<int:pk>/([\w-]+)/", route):
            yield word[1]


@pytest.mark.parametrize("place", BENEATH)
def test_every_word_that_stands_where_a_slug_does_is_a_verb(place):
    assert set(words_beneath(place, get_resolver().url_patterns)) == BENEATH[place]


@pytest.mark.parametrize(("make", "word"), [(DiscussionFactory, "Prompts"), (ItemFactory, "Versions")])
def test_a_title_that_is_a_verb_has_an_address_of_its_own(db, make, word):
    made = make(title=word)
    made.refresh_from_db()

    assert made.slug in {"prompts-discussion", "versions-item"}
    assert make(title="—").slug == "-"
    assert make(title="Versions of prompts").slug == "versions-of-prompts"


def test_no_verb_hides_a_discussion_that_is_called_so_or_was_before_it_came(db):
    found, hidden = DiscussionFactory(), []
    for verb in VERBS:
        found.title = verb.capitalize()
        found.save()
        named = found.get_absolute_url()
        Discussion.objects.filter(pk=found.pk).update(slug=verb)
        found.refresh_from_db()
        if {resolve(each).view_name for each in (named, found.get_absolute_url())} != {"forums:discussion"}:
            hidden.append(verb)

    assert hidden == []


def test_what_was_there_before_a_verb_is_still_found(client, commons):
    discussion, item = DiscussionFactory(space=commons, title="Prompts"), ItemFactory(space=commons)
    Discussion.objects.filter(pk=discussion.pk).update(slug="prompts")
    Item.objects.filter(pk=item.pk).update(slug="versions")

    for short, address, shown_in in (
        (f"/d/{discussion.pk}/", f"/d/{discussion.pk}/prompts-discussion/", "/c/campus/discussions/"),
        (f"/library/{item.pk}/", f"/library/{item.pk}/versions-item/", "/c/campus/library/"),
    ):
        assert client.get(short).url == address
        assert client.get(address).status_code == 200
        assert f'href="{address}"' in client.get(shown_in).content.decode()
