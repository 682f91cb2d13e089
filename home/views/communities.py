from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.models import Community, Space
from communities.queries import companions, standing_in, use_clock_of
from communities.rules import role_in
from forums.queries import discussion_list
from home import queries


@require_safe
def community(request, slug):
    community = get_object_or_404(Community.objects.visible_to(request.user), slug=slug)
    use_clock_of(community, request.user)
    front = queries.front_page(community, request.user)
    return render(request, "home/community.html", {"front": front, "standing": front.standing})


@require_safe
def discussions(request, slug):
    community = get_object_or_404(Community.objects.readable_by(request.user), slug=slug)
    use_clock_of(community, request.user)
    standing = standing_in(community, request.user)
    spaces = list(community.spaces.visible_to(request.user))
    context = {
        "standing": standing,
        "spaces": spaces,
        "plannable": queries.plannable(spaces, request.user, standing.role),
        "page": discussion_list(request.user, community, after=request.GET.get("after", "")),
    }
    return render(request, "home/discussions.html", context)


@require_safe
def space(request, slug, space):
    spaces = Space.objects.visible_to(request.user).select_related("community")
    space = get_object_or_404(spaces, community__slug=slug, slug=space)
    use_clock_of(space.community, request.user)
    role = role_in(request.user, space)
    context = {
        "space": space,
        "plannable": queries.plannable([space], request.user, role),
        "page": discussion_list(request.user, space, after=request.GET.get("after", "")),
        "companions": companions(space),
    }
    return render(request, "home/space.html", context)
