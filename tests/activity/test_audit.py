"""What is watched can be said in a sentence, and most things have a name."""

import pytest
from django.apps import apps
from django.utils.functional import Promise

from activity import audit
from activity.models import Entry

# Of these there is one in a community, or the words of the deed say all.
UNNAMED = {
    *("communities.actionplan", "communities.approval", "communities.break", "communities.charter"),
    *("communities.community", "communities.rhythm", "meetings.counting"),
}


def watched():
    """An entry of each kind of thing that is watched: a verb begins with the name of its thing."""
    models = {model._meta.model_name: model._meta.label_lower for model in apps.get_models()}
    models["question"] = "forums.anonymousquestion"  # short, as everybody calls it
    models["guest"] = "meetings.seat"
    for verb in audit.watched:
        data = {"closing": 1} if verb.startswith("shownclosing") else {}
        yield Entry(verb=verb, kind=models[verb.partition(".")[0]], object_id=1, data=data)
    for kind in ("forums.heldpost", "communities.rolechange"):  # of which verbs speak otherwise
        yield Entry(verb="post.let_through", kind=kind, object_id=1)


def test_each_deed_is_a_sentence_that_can_be_translated():
    sentences = [words for how in audit.watched.values() for words in (how.words, how.bare)]

    assert [words for words in sentences if not isinstance(words, Promise)] == []
    assert [how.bare for how in audit.watched.values() if "%(what)s" in str(how.bare)] == []


@pytest.mark.parametrize(
    ("verb", "name", "said"),
    [
        ("space.opened", "Library", "Ana opened the space “Library”"),
        ("space.opened", "", "Ana opened a space"),
        ("spacegrant.given", f"Bo{audit.WITHIN}Library", "Ana let Bo into “Library”"),
        ("charter.changed", "", "Ana changed the charter"),
        ("handover.lead_lapsed", "Bo", "The offer of the lead to Bo lapsed"),
        ("space.opened", "100%s %(who)s", "Ana opened the space “100%s %(who)s”"),
    ],
)
def test_a_name_stands_within_its_sentence(verb, name, said):
    assert "".join(part.text for part in audit.sentence(verb, "Ana", name)) == said


def test_each_kind_has_a_name():
    assert {entry.kind for entry in watched() if not audit.is_named(entry)} == UNNAMED
