from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.models import LearningTopic
from communities.queries import standing_in
from communities.rules import may_schedule_topics
from core.permissions import require
from forums.queries.topics import places_for, taken_up


@require_safe
def take_up(request, slug, pk):
    """Choose where the discussion that takes up a topic is to be planned."""
    topics = LearningTopic.objects.visible_to(request.user).select_related("community")
    topic = get_object_or_404(topics, pk=pk, community__slug=slug)
    require(may_schedule_topics(request.user, topic.community), _("The team takes up what members want to learn."))
    context = {
        "topic": topic,
        "standing": standing_in(topic.community, request.user),
        "places": places_for(request.user, topic),
        "taken_up": taken_up([topic.pk], request.user).get(topic.pk, []),
    }
    return render(request, "forums/take_up.html", context)
