"""What a person does to a closing once it is published, without opening its discussion again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities.effects.life import hold_open
from core.markdown import clean, is_blank, render
from core.permissions import require
from forums.effects.corrections import replace_summary
from forums.effects.holding import lock_discussion
from forums.errors import ClosingEmpty, ClosingStale
from forums.models import Closing
from forums.queries.closings import read_summary
from forums.rules import may_correct


@transaction.atomic
def correct_closing(
    closing: Closing,
    *,
    actor: User,
    version: int,
    summary: str,
    result: str,
    reason: str,
    value: str | None = None,
    keeps_old: bool = True,
) -> Closing:
    """Put right what a published closing says, for a `reason` that its readers find; nobody is written to.

    Without a `value` what it is worth stays as it was said. What was said before stays for those who run the
    discussion, or, where it should not, nowhere; the posts that it cites are found anew. The same correction twice is
    one. Raises ClosingStale when somebody else corrected it since `version`, ClosingEmpty, TextTooLong and
    CommunityOver.
    """
    discussion = lock_discussion(closing.discussion)
    closing.refresh_from_db()
    closing.discussion = discussion
    require(may_correct(actor, closing))
    hold_open(discussion.space.community)
    if is_blank(render(clean(summary))):
        raise ClosingEmpty(_("Say in a sentence or two what the discussion came to."))
    read = read_summary(discussion, summary)
    value = closing.value if value is None else value
    if (closing.summary, closing.result, closing.value) == (read.markdown, result, value):
        return closing
    if closing.version != version:
        raise ClosingStale(_("This was corrected meanwhile. Both texts are below; nothing is lost."))
    replace_summary(closing, read, result=result, value=value, by=actor, reason=reason, keeps_old=keeps_old)
    record("closing.corrected", actor=actor, target=closing)
    return closing
