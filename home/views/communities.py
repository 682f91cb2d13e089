from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.queries import companions, own_grant, standing_in, use_clock_of
from communities.rules import role_in
from forums.queries import discussion_list
from forums.queries.lists import UNANSWERED
from forums.queries.tags import tags_to_choose
from forums.rules import may_ask_columnists
from home import queries
from home.views.fetching import or_404


@require_safe
def community(request, slug):
    community = or_404(queries.find_community, slug, request.user)
    use_clock_of(community, request.user)
    front = queries.front_page(community, request.user)
    return render(request, "home/community.html", {"front": front, "standing": front.standing})


@require_safe
def discussions(request, slug):
    community = or_404(queries.find_readable_community, slug, request.user)
    use_clock_of(community, request.user)
    standing = standing_in(community, request.user)
    spaces = queries.readable_spaces(community, request.user)
    only = UNANSWERED if request.GET.get("show") == UNANSWERED else ""
    tags, tag = tags_to_choose(request.user, community, request.GET.get("tag", ""))
    after = request.GET.get("after", "")
    context = {
        "standing": standing,
        "spaces": spaces,
        "plannable": queries.plannable(spaces, request.user, standing.role),
        "only": only,
        "tags": tags,
        "tag": tag,
        "page": discussion_list(request.user, community, narrowed=only, tag=tag.slug if tag else "", after=after),
    }
    return render(request, "home/discussions.html", context)


@require_safe
def space(request, slug, space):
    space = or_404(queries.find_space, slug, space, request.user)
    use_clock_of(space.community, request.user)
    role = role_in(request.user, space)
    tags, tag = tags_to_choose(request.user, space, request.GET.get("tag", ""))
    after = request.GET.get("after", "")
    context = {
        "space": space,
        "standing": standing_in(space.community, request.user),
        "plannable": queries.plannable([space], request.user, role),
        "may_ask": may_ask_columnists(request.user, space, role=role) if role is not None else False,
        "tags": tags,
        "tag": tag,
        "page": discussion_list(request.user, space, tag=tag.slug if tag else "", after=after),
        "companions": companions(space),
        "grant": own_grant(space, request.user, role),
    }
    return render(request, "home/space.html", context)
