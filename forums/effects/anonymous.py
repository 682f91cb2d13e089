"""What follows of itself when something is asked without a name. Nothing here records who asked."""

from django.utils import timezone

from accounts.models import User
from activity.effects import record
from communities.rules import LEAST_ROLE, may
from core.markdown import clean, plain, render
from forums.effects.discussions import begin, tell_of_opening
from forums.effects.posts import EXCERPT_LENGTH, finish_text
from forums.effects.stages import keep_stages
from forums.models import AnonymousQuestion, Asker, Discussion, Unmasking
from forums.queries.anonymous import asker_of
from forums.queries.kinds import newest_template
from notifications.effects import notify, set_volume, withdraw
from notifications.models import Volume

State = AnonymousQuestion.State


def tell_columnists(question: AnonymousQuestion) -> None:
    """All of them, also one who asked: nobody learns anything from who was not told."""
    entry = record("question.came_in", actor=None, target=question)
    notify(entry, question.space.people_holding(LEAST_ROLE["answer_questions"]))


def settle_question(
    question: AnonymousQuestion, state: str, *, by: User | None, words: str = "", discussion: Discussion | None = None
) -> bool:
    """End the wait, once, and tell whoever asked what a columnist decided. Returns whether this ended it."""
    waiting = AnonymousQuestion.objects.waiting().filter(pk=question.pk)
    now = timezone.now()
    if not waiting.update(state=state, words=words, decided_by=by, decided_at=now, discussion=discussion):
        return False
    question.refresh_from_db(fields=["state", "words", "decided_by", "decided_at", "discussion"])
    withdraw(question._meta.label_lower, question.pk)
    if by is not None:
        verb = "question.published" if discussion else "question.declined"
        notify(record(verb, actor=by, target=question), [asker_of(question)])
    return True


def put_in_column(question: AnonymousQuestion, *, by: User, title: str, markdown: str) -> Discussion:
    """Begin an advice column with it, as the newest template goes. Nobody stands as its planner or first author.

    Whoever asked and takes part there still follows it like anybody who follows a discussion: nothing else ties them
    to it.
    """
    template = newest_template(Discussion.Kind.ADVICE)
    text, html = finish_text(markdown)
    discussion = Discussion.objects.create(
        space=question.space,
        kind=template.kind,
        kind_version=template.version,
        title=title,
        question=text,
        excerpt=plain(html, EXCERPT_LENGTH),
        guidelines=clean(template.guidelines),
        guidelines_html=render(template.guidelines),
    )
    keep_stages(discussion, template.stages)
    settle_question(question, State.PUBLISHED, by=by, discussion=discussion)
    asker = asker_of(question)
    if asker and may(asker, "take_part", question.space):  # who left meanwhile follows nothing there
        set_volume(asker, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level=Volume.Level.ALL)
    begin(discussion, asked_by=None)
    tell_of_opening(record("discussion.opened", actor=None, target=discussion), discussion)
    return discussion


def tell_of_unmasking(unmasking: Unmasking, asker: User) -> None:
    notify(record("question.unmasked", actor=unmasking.by, target=unmasking), [asker])


def forget_as_sent(discussion: Discussion) -> None:
    """What was asked without a name stands no more as its asker sent it: it says what was to go."""
    AnonymousQuestion.objects.filter(discussion=discussion).update(title="", markdown="")


def forget_old_questions() -> None:
    """What was asked and answered long ago is nobody's to read any more: so nothing tells whose account is gone.

    What became of it stays, and what was published.
    """
    AnonymousQuestion.objects.decided_long_ago().update(title="", markdown="", words="")


def forget_questions(person: User) -> None:
    """What they asked is nobody's: the discussions stay, what only they and the columnists read goes.

    What waits is not waited for any more. That a leader once looked who it was stays, with their reason.
    """
    asked = AnonymousQuestion.objects.filter(pk__in=Asker.objects.filter(person=person).values("question"))
    for question in asked.waiting():
        settle_question(question, State.TAKEN_BACK, by=None)
    asked.update(title="", markdown="", words="")
    Asker.objects.filter(person=person).delete()
