"""Somebody’s rows in the polls of a discussion."""

from django.utils import timezone

from forums.models import Ballot, Choice, Option, Poll
from tests.factories import PostFactory


def rows_of_polls(person, words, discussion):
    post = PostFactory(discussion=discussion, author=person, kind="poll")
    poll = Poll.objects.create(post=post, ended_at=timezone.now(), ended_by=person, **words.of(Poll))
    option = Option.objects.create(poll=poll, position=1, points=1, **words.of(Option))
    ballot = Ballot.objects.create(poll=poll, person=person)
    return [poll, option, ballot, Choice.objects.create(ballot=ballot, option=option)]
