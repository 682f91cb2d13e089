"""What leaders are shown while they change who sees their community, and the site's staff while they answer."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _

from communities.models import Approval, Community
from communities.queries.subjects import subjects_of

_GAINS = {
    (Community.Visibility.HIDDEN, Community.Visibility.LISTED): [
        _("Everyone on the web finds its name, its purpose and how to join."),
        _("What is written there stays with the members."),
    ],
    (Community.Visibility.HIDDEN, Community.Visibility.PUBLIC): [
        _(
            "Everyone on the web finds it, and reads all that is written in its open spaces, "
            "also what was written until now."
        ),
        _("Everyone sees the charter, the names of its team, and how many members there are."),
    ],
    (Community.Visibility.LISTED, Community.Visibility.PUBLIC): [
        _("Everyone on the web reads all that is written in its open spaces, also what was written until now."),
        _("Everyone sees the charter, the names of its team, and how many members there are."),
    ],
}


_HIDING = [
    _("Nobody but its members finds it any more, or reads anything of it."),
    _("It gets a new address, which nobody can guess. The old one, in mails and bookmarks, leads members alone there."),
    _("Your members are told."),
]


def who_gains(community: Community, visibility: str) -> list[Any]:
    """Who would see what with a wider `visibility` that do not see it now, or what hiding it does, in words."""
    if visibility == Community.Visibility.HIDDEN:
        return _HIDING
    return _GAINS[Community.Visibility(community.visibility), Community.Visibility(visibility)]


def in_words(community: Community, names: Iterable[str]) -> list[tuple[str, Any]]:
    """(name, what it is now, as people say it) of each of these fields of the settings."""
    said = {
        "visibility": community.get_visibility_display(),
        "admission": community.get_admission_display(),
        "holds_first_posts": _("on") if community.holds_first_posts else _("off"),
        "subjects": get_text_list([str(subject) for subject in subjects_of(community)], _("and")),
        "tools": get_text_list([str(Community.Tool(tool).label) for tool in community.tools], _("and")),
    }
    return [(name, said.get(name, getattr(community, name)) or _("nothing")) for name in names]


def last_answer(community: Community) -> Approval | None:
    """What the site said last to a community that is hidden, where it was turned down."""
    found = community.approvals.exclude(state=Approval.State.WITHDRAWN).order_by("-pk").first()
    is_news = found is not None and found.state == Approval.State.TURNED_DOWN
    return found if is_news and community.visibility == Community.Visibility.HIDDEN else None


def approvals(reader: Any) -> QuerySet[Approval]:
    return Approval.objects.visible_to(reader).select_related("community", "asked_by", "decided_by")
