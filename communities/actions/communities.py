"""What a person does to a community as a whole."""

from collections.abc import Collection
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.models import User
from activity.effects import record
from communities import effects
from communities.actions.charters import copy_charter
from communities.effects.life import ask_approval
from communities.effects.naming import require_own_name
from communities.effects.subjects import tag
from communities.errors import ReadByFewer
from communities.models import Community, Role, Subject
from communities.queries.naming import free_slug
from communities.rules import may_read_charter, may_start_community
from core.errors import Busy
from core.locks import lock
from core.permissions import require


@transaction.atomic
def start_community(
    *,
    actor: User,
    name: str,
    summary: str,
    visibility: str,
    admission: str,
    submission: UUID | None = None,
    template: str = "",
    source: Community | None = None,
    subjects: Collection[Subject] = (),
    **details: str,
) -> Community:
    """Start a community in its design phase, with three spaces and `actor` as its leader.

    `details` are further plain fields, such as `language` and `time_zone`. `template` is the key of the way to begin
    (see `queries.method`), `source` a community whose charter, expected results and spaces it begins with. The slug
    is made from the name and is free; a hidden community's ends in random letters, so that it cannot be guessed.
    Where the site wants to look at it first, it stays hidden until then. The same `submission` of one person starts
    one community, however often it comes.
    Raises ReadByFewer where more people would find it than find `source`, NameTaken, TooMuchAtOnce where the account is
    new and has started some today, and Busy when somebody else takes the name at the same moment.
    """
    actor = lock(actor)
    require(may_start_community(actor) and (source is None or may_read_charter(actor, source)))
    submission = submission or uuid4()
    if begun := Community.objects.filter(started_by=actor, submission=submission).first():
        return begun
    if source and source.is_wider_with(visibility):
        raise ReadByFewer(
            _("Fewer people find what it begins with. Start it like that, and open it once it is read through.")
        )
    _require_measure(actor)
    fields = {"name": name, "summary": summary, "visibility": visibility, "admission": admission, **details}
    must_wait = settings.COMMUNITIES_NEED_APPROVAL and visibility != Community.Visibility.HIDDEN
    if must_wait:
        fields["visibility"] = Community.Visibility.HIDDEN
    fields["slug"] = free_slug(name, is_hidden=fields["visibility"] == Community.Visibility.HIDDEN)
    require_own_name(name, actor)  # after the slug: whoever takes the name from here on takes that, too
    try:
        with transaction.atomic():
            community = Community.objects.create(started_by=actor, submission=submission, **fields)
    except IntegrityError as error:
        raise Busy(_("Somebody has just started a community of this name. Please try again.")) from error
    effects.furnish(community, by=actor, template=template)
    effects.admit(actor, community, role=Role.LEADER)
    tag(community, subjects)
    if source:
        copy_charter(source, into=community, actor=actor)
    record("community.started", actor=actor, target=community)
    if must_wait:
        ask_approval(community, wish=visibility, by=actor)
    return community


def _require_measure(actor: User) -> None:
    """Assumes that the actor is locked, so that two windows count together."""
    if limits.is_new(actor):
        started = Community.objects.filter(started_by=actor).order_by("-created_at")
        limits.require_within(limits.COMMUNITIES, started.values_list("created_at", flat=True))
