"""How views come by what they are about."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from communities.models import Community
from communities.queries import standing_in, use_clock_of
from core.permissions import require
from evaluation.actions.surveys import TEAM
from evaluation.models import Survey
from evaluation.rules import may_ask


def standing_inside(request, slug):
    """How the reader stands in a community whose inside is open to them, on its clock; 404 to anybody else."""
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    use_clock_of(community, request.user)
    return standing_in(community, request.user)


def visible_survey(request, pk):
    """A survey that the reader may know of, on its community's clock; 404 to anybody else."""
    found = Survey.objects.visible_to(request.user).select_related("space__community")
    survey = get_object_or_404(found, pk=pk)
    use_clock_of(survey.community, request.user)
    return survey


def survey_of_team(request, pk):
    """The same for whoever prepares and closes it: a stranger learns nothing, a member that it is not theirs to do."""
    survey = visible_survey(request, pk)
    if not request.user.is_authenticated:
        raise Http404
    require(may_ask(request.user, survey.space), TEAM)
    return survey
