"""The way of a topic from proposed to done, whoever or whatever takes it there."""

from datetime import date

from accounts.models import User
from activity.effects import record
from communities.models import LearningTopic
from notifications.effects import notify

State = LearningTopic.State


def take_up_topic(topic_id: int, *, on: date, actor: User | None) -> None:
    """A discussion takes it up on a day to come, of its community's calendar: those who want it are told so."""
    topics = LearningTopic.objects.filter(pk=topic_id)
    if topics.filter(state=State.PROPOSED).update(state=State.SCHEDULED, scheduled_on=on):
        tell_of_answer(topics.get(), actor=actor)
    else:
        topics.filter(state=State.SCHEDULED).update(scheduled_on=on)


def begin_topic(topic_id: int, *, today: date) -> None:
    """What takes it up has begun: it takes no votes any more, and those who wanted it hear of what has begun."""
    proposed = LearningTopic.objects.filter(pk=topic_id, state=State.PROPOSED)
    proposed.update(state=State.SCHEDULED, scheduled_on=today)


def release_topic(topic_id: int) -> None:
    """Nothing takes it up any more: there is no day for it, and it can be voted for again. Nobody is told anew."""
    topics = LearningTopic.objects.filter(pk=topic_id, state=State.SCHEDULED)
    topics.update(state=State.PROPOSED, scheduled_on=None)


def finish_topic(topic_id: int) -> None:
    """Everything that took it up has come to its end."""
    LearningTopic.objects.filter(pk=topic_id, state=State.SCHEDULED).update(state=State.DONE)


def resume_topic(topic_id: int) -> None:
    """What took it up goes on after all."""
    done = LearningTopic.objects.filter(pk=topic_id, state=State.DONE, scheduled_on__isnull=False)
    done.update(state=State.SCHEDULED)


def tell_of_answer(topic: LearningTopic, *, actor: User | None) -> None:
    """Whoever proposed it or voted for it is told that it is taken up, or that it is not."""
    people = wanting(topic.pk)
    if topic.state == State.SCHEDULED:
        notify(record("learningtopic.scheduled", actor=actor, target=topic), people)
    elif topic.state == State.DECLINED:
        notify(record("learningtopic.put_off", actor=actor, target=topic), people)
    else:
        record("learningtopic.answered", actor=actor, target=topic, data={"state": topic.state})


def wanting(topic_id: int) -> set[int]:
    """The ids of those who proposed it or voted for it."""
    topic = LearningTopic.objects.get(pk=topic_id)
    return {topic.proposed_by_id, *topic.votes.values_list("person", flat=True)}
