"""What people agree to: the terms, and the page that says what Copse keeps of them.

Their texts are templates/accounts/documents/<name>.html. Whoever changes what one of them says gives it the day
as its version and a sentence on what is new: everybody is asked again. tests/accounts/test_documents.py insists.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Document:
    name: str  # of its address and its template
    title: "StrPromise"
    version: date
    news: "StrPromise"  # what is new in this version, for those who agreed to an earlier one


DOCUMENTS = {
    document.name: document
    for document in (
        Document("terms", _("Terms of use"), date(2026, 11, 21), _("This is the first version.")),
        Document(
            "privacy",
            _("What Copse keeps of you"),
            date(2026, 11, 22),
            _(
                "Where an invitation comes to nothing, the address that it went to is forgotten after 30 days. "
                "A community may ask newcomers questions; what you answer is read by its team and goes when you leave. "
                "You can report a post or a person to the moderators of a community; "
                "whom it is about never learns who did."
            ),
        ),
    )
}


def newest() -> date:
    """The version of the newest document."""
    return max(document.version for document in DOCUMENTS.values())


def news_for(person: Any) -> list[Document]:
    """The documents that `person` has not agreed to as they are now."""
    so_far = person.agreed_to or date.min
    return [document for document in DOCUMENTS.values() if document.version > so_far]
