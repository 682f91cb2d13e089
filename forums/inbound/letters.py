"""What the writer of a mail is told of what became of it, in their language; their own words go back with it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import addresses_of
from core.markdown import render
from core.markdown.plain_text import plain_text
from core.seams import Resolved
from forums.inbound.messages import Incoming
from forums.mbox.threads import base_subject
from forums.models import Discussion
from notifications.effects import answer_mail

TEXTS = "forums/emails/answer"


@dataclass(frozen=True)
class Letter:
    said: tuple[str, ...]  # a paragraph each
    discussion: Discussion | None = None
    markdown: str = ""  # what they wrote, where it stands nowhere else
    listed: tuple[str, ...] = ()  # a line each
    thing: Resolved | None = None  # what it is about, where that is no discussion


def of_refusal(incoming: Incoming, discussion: Discussion | None, why: str) -> Letter:
    """That nothing was added, and why."""
    said = [_("Your answer has come in, but is not in the discussion."), why]
    if incoming.files:
        said.append(_("With it came:"))
    return Letter(tuple(said), discussion, incoming.markdown, tuple(each.name for each in incoming.files))


def of_unknown() -> Letter:
    """That it was for nobody. Anybody can write such a mail in this person's name, so its words are not passed on."""
    said = _(
        "Your message came to an address that takes no answers: it may have been cut short on its way. Reply to the "
        "message from Copse once more, or answer on the discussion’s page."
    )
    return Letter((said,))


def of_stranger(person: User, discussion: Discussion | None) -> Letter:
    """That somebody wrote to the address that is this person's alone. What they wrote is not passed on."""
    if discussion is None:
        return Letter(
            (_("A message came in as an answer of yours, but not from an address of yours. Nothing was added."),)
        )
    said = (
        _("A message came in as your answer in this discussion, but not from an address of yours. Nothing was added."),
        _("If you wrote it, send it from the address below, or confirm the other address in your account first:"),
    )
    return Letter(said, discussion, listed=(person.email,))


def of_invitation(thing: Resolved | None, why: str) -> Letter:
    """That an answer to an invitation has changed nothing, and why."""
    return Letter((_("Your answer to an invitation has come in, but has changed nothing."), why), thing=thing)


def of_notice(thing: Resolved | None, notice: str) -> Letter:
    """That it was taken, and what else they have to know."""
    return Letter((_("Your answer to an invitation has come in."), notice), thing=thing)


def of_waiting(incoming: Incoming, discussion: Discussion, left_out: list[str]) -> Letter:
    """That the team looks at it first."""
    said = _("What you wrote has arrived. The team looks at first posts here, and you hear from us when it is shown.")
    return Letter((said,), discussion, incoming.markdown, tuple(left_out))


def of_files(discussion: Discussion, left_out: list[str]) -> Letter:
    """That their words were added, but not all of their files."""
    return Letter((_("Your answer is in the discussion, without this:"),), discussion, listed=tuple(left_out))


def send(letter: Letter, person: User, incoming: Incoming, *, key: str) -> bool:
    """Mail it to the address that they wrote from, if it is theirs, else to their own. Returns whether it left.

    Raises OSError where the mail server is away.
    """
    own = set(addresses_of(person).values_list("lower", flat=True))
    to = incoming.sender if incoming.sender in own else person.email
    if to.lower() not in own:
        return False
    discussion, thing = letter.discussion, letter.thing
    title = discussion.title if discussion else thing.title if thing else ""
    page = discussion.get_absolute_url() if discussion else thing.url if thing else ""
    # What somebody else wrote is not passed on, nor what they called it.
    subject = title or _("Your message")
    if letter.markdown:
        subject = base_subject(incoming.subject)[0]
    html = render(letter.markdown)
    context = {
        "letter": letter,
        "subject": subject,
        "title": title,
        "html": html,
        "text": plain_text(html, site=settings.SITE_URL),
        "url": settings.SITE_URL + page if page else "",
    }
    return answer_mail(person, to=to, texts=TEXTS, context=context, answers=incoming.message_id, key=key)
