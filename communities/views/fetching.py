"""How views come by what they are about."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Membership, Role
from communities.queries import Standing, standing_in, use_clock_of
from core.permissions import require

_OVER = {
    Community.Phase.CONCLUDED: gettext_lazy(
        "This community has concluded, so nothing is added or changed here any more. Its leaders can renew it."
    ),
    Community.Phase.ARCHIVED: gettext_lazy(
        "This community is archived, so nothing is added or changed here any more. Its leaders can take it out."
    ),
    Community.Phase.DID_NOT_LAUNCH: gettext_lazy(
        "This community did not launch, so nothing is added or changed here any more. Its leaders can try again."
    ),
}


def standing_of_member(request, slug):
    """How the reader stands in a community that they are a member of, with one query; 404 to anybody else."""
    if not request.user.is_authenticated:
        raise Http404
    own = Membership.objects.live_of(request.user).select_related("community")
    membership = get_object_or_404(own, community__slug=slug)
    return Standing(membership.community, Role(membership.role), request.user)


def require_here(rule, standing, otherwise):
    """The act door of a page on which members write, by `rule(person, community)`; says why it is closed."""
    require(rule(standing.reader, standing.community), why_not(standing.community, otherwise))


def why_not(community, otherwise):
    """The reason why somebody may not write there: that it has ended, where it has."""
    return _OVER.get(community.phase, otherwise)


def standing_of_asker(request, slug):
    """The same for whoever asks many in; other members are refused."""
    standing = standing_of_member(request, slug)
    require(standing.is_in_team, _("Here the team asks people in."))
    return standing


def standing_inside(request, slug):
    """How the reader stands in a community whose inside is open to them, on its clock; 404 to anybody else."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    use_clock_of(community, request.user)
    return standing_in(community, request.user)


def overseen(request, slug, pk):
    """(how the reader stands, a membership) for the team to look after.

    Those that have ended are for whoever may suspend and remove; 404 to others.
    """
    standing = standing_of_member(request, slug)
    memberships = standing.community.memberships.select_related("person")
    membership = get_object_or_404(memberships if standing.may_exclude else memberships.live(), pk=pk)
    require(standing.is_in_team, _("The team looks after memberships."))
    return standing, membership
