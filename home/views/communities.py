from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.queries import companions, own_grant, standing_in, use_clock_of
from communities.rules import role_in
from forums.queries import discussion_list
from home import queries


@require_safe
def community(request, slug):
    community = _or_404(queries.find_community, slug, request.user)
    use_clock_of(community, request.user)
    front = queries.front_page(community, request.user)
    return render(request, "home/community.html", {"front": front, "standing": front.standing})


@require_safe
def discussions(request, slug):
    community = _or_404(queries.find_readable_community, slug, request.user)
    use_clock_of(community, request.user)
    standing = standing_in(community, request.user)
    spaces = queries.readable_spaces(community, request.user)
    context = {
        "standing": standing,
        "spaces": spaces,
        "plannable": queries.plannable(spaces, request.user, standing.role),
        "page": discussion_list(request.user, community, after=request.GET.get("after", "")),
    }
    return render(request, "home/discussions.html", context)


@require_safe
def space(request, slug, space):
    space = _or_404(queries.find_space, slug, space, request.user)
    use_clock_of(space.community, request.user)
    role = role_in(request.user, space)
    context = {
        "space": space,
        "standing": standing_in(space.community, request.user),
        "plannable": queries.plannable([space], request.user, role),
        "page": discussion_list(request.user, space, after=request.GET.get("after", "")),
        "companions": companions(space),
        "grant": own_grant(space, request.user, role),
    }
    return render(request, "home/space.html", context)


def _or_404(find, *args):
    try:
        return find(*args)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
