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
            date(2026, 11, 23),
            _(
                "Where an invitation comes to nothing, the address that it went to is forgotten after 30 days. "
                "A community may ask newcomers questions; what you answer is read by its team and goes when you leave. "
                "You can report a post or a person to the moderators of a community; "
                "whom it is about never learns who did. "
                "The team of a community may keep notes on what its members know and would like to learn; "
                "yours come with your own data, and go when your membership ends. "
                "Copse works out for that team, and for nobody else, who carries a community and who has gone quiet. "
                "Members may put a question to you that fits what you can help with; your profile says whether. "
                "Answers to surveys and suggestions without a name are kept so that nobody finds whose they are. "
                "You may block people, which nobody else learns; a community may look at first posts before others do. "
                "Who asks columnists without a name is kept apart; leaders are shown it for a reason, which you read. "
                "Files that you send are seen by whoever sees what you add them to; photos lose where they were taken. "
                "That a mail of yours came in is remembered for 90 days, without what it said. "
                "How you react to posts is seen there, with your name by those who may know it; "
                "your bookmarks are yours alone. Both go with your account. "
                "What you begin to type is kept for 90 days at most, for you alone. "
                "Who runs a discussion that you read without writing sees that, and may invite you once; "
                "not where your profile says that you would rather not be asked. "
                "The archive of a mailing list that a leader sends is deleted once it came in, or after a day. "
                "The page also says now what is kept of groups, votes, institutions, coaching, saved replies, feeds "
                "and the messages of a list that you take over. "
                "It says what is kept of meetings: your seats, whether you came, guests from outside, calendars; "
                "of letters to you that come back; and of what a team announces to you."
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
