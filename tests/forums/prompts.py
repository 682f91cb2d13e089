"""What the tests of prompts share."""

from uuid import uuid4

from forums.actions import queue_prompt
from forums.models import Prompt

ASKED = "What did you try, and what came of it?"


def queued(discussion, actor, markdown=ASKED, **how):
    """A question that `actor` writes to be put later, as the table has it now."""
    prompt = queue_prompt(discussion, actor=actor, markdown=markdown, **({"submission": uuid4()} | how))
    return Prompt.objects.select_related("discussion__space__community", "by").get(pk=prompt.pk)


def waiting(discussion):
    return list(discussion.prompts.queued().values_list("markdown", flat=True))
