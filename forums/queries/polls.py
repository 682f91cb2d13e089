"""A poll as one reader finds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch

from accounts.models import User
from forums.drafting import Tally
from forums.models import Ballot, Choice, Discussion, Option, Poll
from forums.rules import may_run, may_vote


@dataclass(frozen=True)
class Line:
    """One answer; `share` is the part of the longest bar, 0 to 100, and `names` who chose it, the first first."""

    option: Option
    share: int
    is_mine: bool
    names: tuple[str, ...]


@dataclass(frozen=True)
class PollShown:
    """What one person sees of a poll and may do with it."""

    poll: Poll
    options: list[Option]
    mine: list[Option]
    has_voted: bool
    may_vote: bool
    may_end: bool

    @property
    def asks(self) -> bool:
        """Whether the reader is asked to vote now."""
        return self.may_vote and not self.has_voted

    @property
    def may_change(self) -> bool:
        """Whether they voted and may vote otherwise."""
        return self.may_vote and self.has_voted and not self.poll.is_anonymous

    @property
    def shows_result(self) -> bool:
        """With names whoever has voted, or does not vote, sees how it stands; without names nobody before the end."""
        if self.poll.is_anonymous:
            return self.poll.is_over and not self.poll.has_too_few
        return not self.asks

    @property
    def on_paper(self) -> "PollShown":
        """The same without what is theirs alone and what would have to be clicked."""
        return replace(self, mine=[], may_vote=self.asks, may_end=False)

    @property
    def lines(self) -> list[Line]:
        """The answers with how often they were chosen, as they were put; names need `who_chose`."""
        most = max((option.points for option in self.options), default=0) or 1
        return [
            Line(option, round(100 * option.points / most), option in self.mine, self._names(option))
            for option in self.options
        ]

    def _names(self, option: Option) -> tuple[str, ...]:
        return tuple(choice.ballot.person.name for choice in getattr(option, "who_chose", ()))


def poll_shown(poll: Poll, reader: Any) -> PollShown:
    """With the names of who chose what, where the poll has names. `poll` comes with its post, discussion and space."""
    who = Choice.objects.select_related("ballot__person").order_by("rank", "pk")
    options: list[Option] = [*poll.options.prefetch_related(Prefetch("choices", who, to_attr="who_chose"))]
    may = {"may_vote": may_vote(reader, poll), "may_end": may_run(reader, poll.discussion)}
    return _shown(poll, options, _ballots([poll.pk], reader), **may)


def polls_beneath(posts: Iterable[int], reader: Any, *, may_vote: bool, may_end: bool) -> dict[int, PollShown]:
    """{id of a post: its poll}, of the posts of one discussion that ask one. Four queries, whatever their number."""
    found = Poll.objects.filter(post__in=list(posts)).select_related("post__discussion__space__community")
    polls = list(found.prefetch_related("options"))
    ballots = _ballots([poll.pk for poll in polls], reader)
    may = {"may_vote": may_vote, "may_end": may_end}
    return {poll.post_id: _shown(poll, list(poll.options.all()), ballots, **may) for poll in polls}


def _ballots(polls: list[int], reader: Any) -> dict[int, Ballot]:
    if not reader.is_authenticated:
        return {}
    choices = Prefetch("choices", Choice.objects.select_related("option").order_by("rank", "pk"))
    cast = Ballot.objects.filter(poll__in=polls, person=reader).prefetch_related(choices)
    return {ballot.poll_id: ballot for ballot in cast}


def _shown(
    poll: Poll, options: list[Option], ballots: Mapping[int, Ballot], *, may_vote: bool, may_end: bool
) -> PollShown:
    ballot = ballots.get(poll.pk)
    return PollShown(
        poll=poll,
        options=options,
        mine=[choice.option for choice in ballot.choices.all()] if ballot else [],
        has_voted=ballot is not None,
        may_vote=may_vote and poll.is_running,
        may_end=may_end,
    )


def tallies_of(discussion: Discussion) -> dict[int, Tally]:
    """{number of a post: what its poll came to} of those that have ended, but for votes that are not shown."""
    ended = Poll.objects.filter(post__discussion=discussion, ended_at__isnull=False)
    polls = ended.select_related("post").prefetch_related("options")
    return {poll.post.number: _tally(poll) for poll in polls if not poll.has_too_few}


def _tally(poll: Poll) -> Tally:
    leading = sorted(poll.options.all(), key=lambda option: (-option.points, option.position))
    answers = tuple((option.text, option.points) for option in leading)
    return Tally(answers, poll.voters, is_ranked=poll.kind == Poll.Kind.RANKED, outcome=poll.outcome)


def export_polls(person: User) -> dict[str, Any]:
    """How `person` voted, and which polls they put and ended."""
    cast = Ballot.objects.filter(person=person).select_related("poll__post__discussion").order_by("poll")
    ended = Poll.objects.filter(ended_by=person).select_related("post__discussion").order_by("pk")
    put = Poll.objects.filter(post__author=person).select_related("post__discussion").prefetch_related("options")
    choices = Choice.objects.select_related("option").order_by("rank", "pk")
    return {
        "polls_put": [
            {
                "discussion": poll.discussion.title,
                "number": poll.post.number,
                "options": [option.text for option in poll.options.all()],
            }
            for poll in put.order_by("pk")
        ],
        "voted": [
            {
                "discussion": ballot.poll.discussion.title,
                "number": ballot.poll.post.number,
                "chose": [choice.option.text for choice in ballot.choices.all()],
            }
            for ballot in cast.prefetch_related(Prefetch("choices", choices))
        ],
        "polls_ended": [
            {"discussion": poll.discussion.title, "number": poll.post.number, "outcome": poll.outcome} for poll in ended
        ],
    }
