"""The words by which a community finds its discussions: all of them, one, and its name."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.queries import standing_in, use_clock_of
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.errors import TagTaken
from forums.forms.tags import RenameForm
from forums.models import Tag
from forums.queries import discussion_list
from forums.queries.tags import find_tag, knows_tag, tags_page
from forums.rules import may_keep_tags
from forums.views.fetching import standing_inside


@require_safe
def tags(request, slug):
    standing = standing_inside(request, slug)
    page = tags_page(request.user, standing.community, request.GET)
    return render(request, "forums/tags.html", {"standing": standing, "page": page})


@require_safe
def tag(request, slug, tag):
    """What has this tag, of whichever space; what leads to one that was joined with another leads on."""
    standing, found = _found(request, slug, tag)
    if found.slug != tag:
        return redirect(found)
    after = request.GET.get("after", "")
    context = {
        "standing": standing,
        "tag": found,
        "page": discussion_list(request.user, standing.community, tag=tag, after=after),
        "may_rename": standing.community.is_writable and may_keep_tags(request.user, standing.community),
    }
    return render(request, "forums/tag.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tag_rename(request, slug, tag):
    standing, found = _found(request, slug, tag)
    if not request.user.is_authenticated:
        raise Http404
    require(may_keep_tags(request.user, standing.community), _("Moderators and leaders keep the tags."))
    form, taken = RenameForm(posted(request), initial={"name": found.name}), ""
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            is_meant = form.cleaned_data["joined"] == name
            is_known = knows_tag(request.user, standing.community, name)
            kept = actions.rename_tag(found, name=name, actor=request.user, is_confirmed=is_meant)
        except TagTaken as refusal:
            taken = str(refusal)
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            is_joined = kept != found and is_known  # nobody learns by a guess that there is another one
            said = _("The two are one tag now.") if is_joined else _("This is what it is called now.")
            messages.success(request, said)
            return redirect(kept)
    context = {"standing": standing, "tag": found, "form": form, "taken": taken}
    return render(request, "forums/tag_rename.html", context, status=422 if form.is_bound else 200)


def _found(request, slug, tag):
    """Also for guests of one space, who know it from what they read there."""
    try:
        found = find_tag(slug, tag, request.user)
    except Tag.DoesNotExist as missing:
        raise Http404 from missing
    use_clock_of(found.community, request.user)
    return standing_in(found.community, request.user), found
