"""What people do to the learning agenda: what members want to learn together (H2, G23)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.agenda import tell_of_answer
from communities.effects.holding import lock_around, lock_both
from communities.errors import NotBefore
from communities.models import Community, LearningTopic, TopicVote
from communities.rules import may_propose_topics, may_schedule_topics
from core.permissions import require

_MEMBERS = _("Members propose what to learn, and vote.")

State = LearningTopic.State


@transaction.atomic
def propose_topic(community: Community, *, actor: User, submission: UUID, title: str, why: str = "") -> LearningTopic:
    """Propose something to learn together, with one's own vote on it; the same `submission` is one topic."""
    community, actor = lock_both(community, actor)
    require(may_propose_topics(actor, community), _MEMBERS)
    topic, is_new = LearningTopic.objects.get_or_create(
        proposed_by=actor, submission=submission, defaults={"community": community, "title": title, "why": why}
    )
    if is_new:
        record("learningtopic.proposed", actor=actor, target=topic)
        vote_for(topic, actor=actor)
    return topic


@transaction.atomic
def vote_for(topic: LearningTopic, *, actor: User) -> bool:
    """Say that one would come for it. Twice counts once; returns whether it was counted. Raises NotBefore."""
    require(may_propose_topics(actor, lock_around(topic)), _MEMBERS)
    votable = LearningTopic.objects.filter(pk=topic.pk, state=State.PROPOSED)
    if not votable.exists():
        raise NotBefore(_("The team has answered this meanwhile, so it takes no votes any more."))
    _vote, is_new = TopicVote.objects.get_or_create(topic=topic, person=actor)
    if is_new:
        votable.update(vote_count=F("vote_count") + 1)
    return is_new


@transaction.atomic
def take_vote_back(topic: LearningTopic, *, actor: User) -> bool:
    """Take one's vote back, as long as there is something to vote on; returns whether there was one."""
    require(may_propose_topics(actor, lock_around(topic)), _MEMBERS)
    votable = LearningTopic.objects.filter(pk=topic.pk, state=State.PROPOSED)
    gone, _rows = TopicVote.objects.filter(topic__in=votable, person=actor).delete()
    if gone:
        votable.update(vote_count=F("vote_count") - 1)
    return bool(gone)


@transaction.atomic
def answer_topic(
    topic: LearningTopic, *, actor: User, state: str, scheduled_on: date | None = None, answer: str = ""
) -> bool:
    """Take a topic up on a day of the community's calendar, say “not now”, call it done, or open it to votes again.

    Whoever proposed it or voted for it is told when it is taken up or declined. Returns whether anything changed.
    """
    require(may_schedule_topics(actor, lock_around(topic)), _("The team takes up what members want to learn."))
    day = scheduled_on if state == State.SCHEDULED else topic.scheduled_on if state == State.DONE else None
    same = {"state": state, "scheduled_on": day, "answer": answer}
    changed = LearningTopic.objects.filter(pk=topic.pk).exclude(**same).update(**same)
    topic.refresh_from_db()
    if changed:
        tell_of_answer(topic, actor=actor)
    return bool(changed)
