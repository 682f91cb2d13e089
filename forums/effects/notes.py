"""What an imported message says as a post: its text, and what of it stayed behind."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.mbox.bodies import Attachment, Body
from forums.mbox.prose import escaped

_LISTED = 20  # attachments named in a post


def with_notes(body: Body) -> str:
    """The text with a line for each attachment, and one when it was too long for a post."""
    notes = [_attachment_note(attachment) for attachment in body.attachments[:_LISTED]]
    more = len(body.attachments) - len(notes)
    if more > 0:
        notes.append(ngettext("%(count)d more attachment", "%(count)d more attachments", more) % {"count": more})
    cut = [_("The rest of this message is left out: it is longer than a post may be.")] if body.is_cut else []
    return "\n\n".join(filter(None, [body.markdown, *cut, "\n".join(notes)]))


def _attachment_note(attachment: Attachment) -> str:
    facts = {
        "name": escaped(attachment.name) or _("without a name"),
        "type": escaped(attachment.type),
        "size": filesizeformat(attachment.size),
    }
    return _("Attachment: %(name)s (%(type)s, %(size)s)") % facts
