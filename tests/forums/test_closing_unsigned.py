"""What the closing of a question without a name says: nothing that points at who asked."""

from uuid import uuid4

import pytest
from django.urls import reverse

from forums import actions
from forums.effects import draft_due
from forums.models import Discussion
from tests.forums.unnamed import asker, columnist, question

__all__ = ["asker", "columnist", "question"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("asker_answers", [True, False])
def test_how_many_hear_of_it_is_not_said(client, question, asker, facilitator, moderator, asker_answers):
    begun = actions.publish_question(question, actor=facilitator, title="How to begin?", markdown="How do I begin?")
    if asker_answers:
        actions.reply(begun, actor=asker, markdown="I would ask first.", submission=uuid4())
    actions.close_discussion(begun, actor=moderator, reason="It is answered.")
    draft_due()
    client.force_login(moderator)

    page = client.get(reverse("forums:closing", args=[begun.pk])).content.decode()

    assert Discussion.objects.get(pk=begun.pk).is_unsigned
    assert "Publish and mail it" in page
    assert "mails it at once to everyone who posted or follows" in page
