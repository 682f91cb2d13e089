"""Questions to the columnists without a name: sent, taken back, published or not, and the look at who asked."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from communities.effects.holding import lock_around, read_again
from communities.effects.life import hold_open
from communities.models import Community, Space
from communities.queries.audiences import Audience
from core.locks import lock
from core.permissions import require
from forums.effects.anonymous import put_in_column, settle_question, tell_columnists, tell_of_unmasking
from forums.effects.measure import require_measure_of_unnamed
from forums.effects.posts import finish_text
from forums.effects.readers import require_no_more
from forums.errors import AskerGone, QuestionDecided, TooManyWaiting
from forums.models import AnonymousQuestion, Asker, Discussion, Unmasking
from forums.queries.anonymous import asked_in, asker_of
from forums.rules import may_answer_question, may_ask_columnists, may_unmask

State = AnonymousQuestion.State

_COLUMNISTS = _("The team answers for the column, but nobody what they asked themselves.")


@transaction.atomic
def ask_columnists(space: Space, *, actor: User, title: str, markdown: str, submission: UUID) -> AnonymousQuestion:
    """Send the columnists of `space` a question that names nobody, and tell them; `actor` is written down apart.

    The same `submission` is one question. Nothing in the log says who asked. Raises TooManyWaiting, TooMuchAtOnce,
    NothingSaid, TextTooLong, CommunityOver and Busy.
    """
    community = lock_around(space)
    actor = lock(actor)
    require(may_ask_columnists(actor, space), _("Members ask the columnists, where there are any."))
    hold_open(community)
    text, html = finish_text(markdown)
    if made := asked_in(space, actor, submission=submission).first():
        return made
    waiting = AnonymousQuestion.objects.asked_by(actor).waiting().filter(space__community=community)
    if waiting.count() >= AnonymousQuestion.MOST_WAITING:
        raise TooManyWaiting(_("Some of your questions wait already. Send this one once they are answered."))
    require_measure_of_unnamed(actor, space, html)
    today = timezone.localdate(timezone=community.zone)
    question = AnonymousQuestion.objects.create(space=space, title=title, markdown=text, sent_on=today)
    Asker.objects.create(question=question, person=actor, submission=submission)
    tell_columnists(question)
    return question


@transaction.atomic
def take_back_question(question: AnonymousQuestion, *, actor: User) -> bool:
    """Let nobody but `actor`, who asked, read it any more; returns whether it waited still. Nothing is told or logged.

    Raises QuestionDecided once the columnists have answered.
    """
    _hold(question)
    require(question.is_asked_by(actor), _("Only whoever asked takes a question back."))
    if question.state in (State.PUBLISHED, State.TURNED_DOWN):
        raise QuestionDecided(_("The columnists have answered it meanwhile."))
    return settle_question(question, State.TAKEN_BACK, by=None)


@transaction.atomic
def publish_question(
    question: AnonymousQuestion, *, actor: User, title: str, markdown: str, readers: Audience | None = None
) -> Discussion:
    """Begin a discussion with it as the columnist words it, signed by nobody, and tell whoever asked.

    A double click is given the same discussion; whoever words it otherwise than one who was quicker hears of that.
    `readers` are those for whom the page was made. Raises ReadByMore, QuestionDecided, NothingSaid, TextTooLong,
    CommunityOver and Busy.
    """
    community = _hold(question)
    require(may_answer_question(actor, question), _COLUMNISTS)
    if begun := question.discussion:
        if (begun.title, begun.question) != (title, finish_text(markdown)[0]):
            raise QuestionDecided(_("Somebody has published it meanwhile, in other words. Yours are below."))
        return begun
    _require_waiting(question)
    hold_open(community)
    require_no_more(readers, question.space)
    return put_in_column(question, by=actor, title=title, markdown=markdown)


@transaction.atomic
def turn_down_question(question: AnonymousQuestion, *, actor: User, words: str) -> bool:
    """Do not publish it, and tell whoever asked why; returns whether it waited. Raises QuestionDecided, Busy."""
    _hold(question)
    require(may_answer_question(actor, question), _COLUMNISTS)
    if question.state == State.TURNED_DOWN:
        return False
    _require_waiting(question)
    return settle_question(question, State.TURNED_DOWN, by=actor, words=words)


@transaction.atomic
def unmask(question: AnonymousQuestion, *, actor: User, reason: str) -> Unmasking:
    """Let `actor` know who asked. The reason is kept for good, stands in the log, and is sent to whoever asked.

    A second time changes nothing. Raises AskerGone where nobody knows any more, and Busy.
    """
    _hold(question)
    require(may_unmask(actor, question), _("Leaders may be shown who asked."))
    asker = asker_of(question)
    if asker is None:
        raise AskerGone(_("Whoever asked this has left Copse. Nobody knows any more who it was."))
    unmasking, is_new = Unmasking.objects.get_or_create(question=question, by=actor, defaults={"reason": reason})
    if is_new:
        tell_of_unmasking(unmasking, asker)
    return unmasking


def _hold(question: AnonymousQuestion) -> Community:
    """Lock what is around it and whoever asked, who may be erased at this moment, and read it again."""
    space = question.space
    community = lock_around(space)
    if asker := asker_of(question):
        lock(asker)
    read_again(question)
    question.space = space
    return community


def _require_waiting(question: AnonymousQuestion) -> None:
    if not question.is_waiting:
        raise QuestionDecided(_("This question does not wait any more."))
