"""Somebody’s rows in the plan of a discussion."""

from communities.queries.audiences import audience_of
from forums.models import Material, Prompt
from tests.factories import ItemFactory


def rows_of_plan(person, words, discussion):
    readers = str(audience_of(discussion.space))
    return [
        Prompt.objects.create(discussion=discussion, position=1, by=person, readers=readers, **words.of(Prompt)),
        Material.objects.create(
            discussion=discussion,
            item=ItemFactory(space=discussion.space),
            position=1,
            by=person,
            **words.of(Material),
        ),
    ]
