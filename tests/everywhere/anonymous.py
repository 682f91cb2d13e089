"""What somebody asked the columnists without their name, and where they looked who had asked."""

from uuid import uuid4

from django.utils import timezone

from forums.models import AnonymousQuestion, Asker, Unmasking


def rows_of_questions(person, words, space):
    question = AnonymousQuestion.objects.create(
        space=space,
        sent_on=timezone.localdate(),
        state=AnonymousQuestion.State.TURNED_DOWN,
        decided_by=person,
        decided_at=timezone.now(),
        **words.of(AnonymousQuestion),
    )
    asker = Asker.objects.create(question=question, person=person, submission=uuid4())
    return [question, asker, Unmasking.objects.create(question=question, by=person, **words.of(Unmasking))]
