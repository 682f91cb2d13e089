"""What a person does to a community as a whole."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activity.effects import record
from communities import effects
from communities.actions.charters import copy_charter
from communities.effects.life import ask_approval
from communities.models import Community, Role
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
    **details: str,
) -> Community:
    """Start a community in its design phase, with three spaces and `actor` as its leader.

    `details` are further plain fields, such as `language` and `time_zone`. `template` is the key of the way to begin
    (see `queries.method`), `source` a community whose charter, expected results and spaces it begins with. The slug
    is made from the name and is free; a hidden community's ends in random letters, so that it cannot be guessed.
    Where the site wants to look at it first, it stays hidden until then. The same `submission` of one person starts
    one community, however often it comes.
    Raises Busy when somebody else takes the name at the same moment.
    """
    actor = lock(actor)
    require(may_start_community(actor) and (source is None or may_read_charter(actor, source)))
    fields = {"name": name, "summary": summary, "visibility": visibility, "admission": admission, **details}
    must_wait = settings.COMMUNITIES_NEED_APPROVAL and visibility != Community.Visibility.HIDDEN
    if must_wait:
        fields["visibility"] = Community.Visibility.HIDDEN
    fields["slug"] = free_slug(name, is_hidden=fields["visibility"] == Community.Visibility.HIDDEN)
    try:
        community, is_new = Community.objects.get_or_create(
            started_by=actor, submission=submission or uuid4(), defaults=fields
        )
    except IntegrityError as error:
        raise Busy(_("Somebody has just started a community of this name. Please try again.")) from error
    if is_new:
        effects.furnish(community, by=actor, template=template)
        effects.admit(actor, community, role=Role.LEADER)
        if source:
            copy_charter(source, into=community, actor=actor)
        record("community.started", actor=actor, target=community)
        if must_wait:
            ask_approval(community, wish=visibility, by=actor)
    return community
