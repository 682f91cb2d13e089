"""Somebody’s rows in what a team does beyond one line of a discussion."""

from forums.models import CalledIn, ListArchive, Merge, SavedReply
from tests.factories import DiscussionFactory, ItemFactory, UserFactory


def rows_of_steering(person, words, discussion, post):
    space = discussion.space
    sent = {"community": space.community, "space": space, "key": "aa/none", "size": 1}
    return [
        Merge.objects.create(source=DiscussionFactory(space=space), marker=post, by=person, **words.of(Merge)),
        CalledIn.objects.create(
            discussion=discussion, person=UserFactory(), by=person, item=ItemFactory(space=space), words="…"
        ),
        CalledIn.objects.create(discussion=discussion, person=UserFactory(), by=person, **words.of(CalledIn)),
        CalledIn.objects.create(discussion=discussion, person=person, by=UserFactory(), words="…"),
        SavedReply.objects.create(community=space.community, by=person, **words.of(SavedReply)),
        ListArchive.objects.create(**sent, by=person, report={"posts": 2}, lists=[["a", 2]], **words.of(ListArchive)),
        ListArchive.objects.create(**sent, by=UserFactory(), confirmed_by=person, state="done"),
    ]
