"""How views come by what they are about."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.models import Membership, Role
from communities.queries import Standing


def standing_of_member(request, slug):
    """How the reader stands in a community that they are a member of, with one query; 404 to anybody else."""
    if not request.user.is_authenticated:
        raise Http404
    own = Membership.objects.live_of(request.user).select_related("community")
    membership = get_object_or_404(own, community__slug=slug)
    return Standing(membership.community, Role(membership.role))
