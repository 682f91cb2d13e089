"""Who is in which group of a discussion, and who reports for it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.queries import use_clock_of
from core.errors import DomainError
from core.forms import posted
from core.permissions import require
from forums import actions
from forums.forms.groups import DealForm, FindForm, LateForm, PlacesForm, RapporteurForm
from forums.queries.groups import LISTED, count_free, groups_of, has_rapporteur, people_to_place, with_people
from forums.rules import may_name_rapporteur
from forums.views.fetching import run_discussion, visible_discussion, visible_group


@require_http_methods(["GET", "HEAD", "POST"])
def people(request, pk):
    """Who is in which group: the team puts people in, by hand or by chance."""
    discussion, found = _parted(request, pk)
    if request.method == "POST" and "find" not in request.POST:
        return _place(request, discussion, found)
    sent = posted(request)
    sought = FindForm(request.GET if sent is None else sent)
    text = sought.cleaned_data["q"] if sought.is_valid() else ""
    listed = list(people_to_place(discussion, request.user, text)[: LISTED + 1])
    form = PlacesForm(people=listed[:LISTED], groups=found.groups)
    if sent is not None:  # somebody goes on looking: those who were picked before stay on top
        earlier = _sent(request, discussion, found)
        picked = [person for name, person in earlier.people.items() if name in earlier.picked]
        others = [person for person in listed[:LISTED] if person not in picked]
        form = PlacesForm.over(earlier, people=[*picked, *others], groups=found.groups)
    context = {"sought": sought, "found_any": bool(listed), "is_cut": len(listed) > LISTED}
    return _show(request, discussion, found, form, **context)


def _sent(request, discussion, found):
    """What was picked, whoever stands first in the list by now."""
    there = people_to_place(discussion, request.user).filter(pk__in=PlacesForm.people_in(request.POST))
    return PlacesForm(request.POST, people=list(there), groups=found.groups)


def _place(request, discussion, found):
    form = _sent(request, discussion, found)
    if form.is_valid():
        try:
            actions.place_people(found.grouping, actor=request.user, places=form.places)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Everybody is where you put them."))
            return redirect("forums:groups", discussion.pk)
    return _show(request, discussion, found, form, status=422, sought=FindForm(request.POST), found_any=True)


def _show(request, discussion, found, form, *, status=200, **context):
    context |= {"discussion": discussion, "found": found, "form": form}
    if request.htmx:
        return render(request, "forums/group_people.html#by-hand", context, status=status)
    free = count_free(discussion, request.user)
    context |= {"deal": DealForm(free=free), "is_short": 0 < free["all"] < found.empty}
    return render(request, "forums/group_people.html", context, status=status)


@require_POST
def deal(request, pk):
    discussion, found = _parted(request, pk)
    form = DealForm(request.POST)
    if not form.is_valid():
        return redirect("forums:group-people", discussion.pk)
    among = people_to_place(discussion, request.user).filter(group=None)
    if form.cleaned_data["among"] == "part":
        among = among.filter(takes_part=True)
    try:
        dealt = actions.deal_out(found.grouping, actor=request.user, people=list(among.values_list("pk", flat=True)))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("forums:group-people", discussion.pk)
    _tell_of_dealing(request, len(dealt))
    return redirect("forums:groups", discussion.pk)


def _tell_of_dealing(request, number):
    if number:
        said = ngettext("Dealt out: %(number)s person.", "Dealt out: %(number)s people.", number)
        messages.success(request, said % {"number": number})
    else:
        messages.info(request, _("There is nobody who is not in a group already."))


def _parted(request, pk):
    discussion = run_discussion(request, pk)
    use_clock_of(discussion.space.community, request.user)
    return discussion, _groups(discussion, request.user)


def _groups(discussion, reader):
    found = groups_of(discussion, reader)
    if found is None:
        raise Http404
    return found


@require_POST
def take_in(request, pk):
    """One who came late, or the reader themselves, into a group with few people."""
    discussion = visible_discussion(request, pk)
    if not request.user.is_authenticated:
        raise Http404
    found, form = _groups(discussion, request.user), LateForm(request.POST)
    person = form.cleaned_data["person"] if form.is_valid() else None
    if form.errors:
        return redirect("forums:groups", discussion.pk)
    try:
        group = actions.take_in(found.grouping, actor=request.user, person=person)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        _tell_of_taking_in(request, group, is_own=person in (None, request.user.pk))
    return redirect("forums:groups", discussion.pk)


def _tell_of_taking_in(request, group, *, is_own):
    if group is None:
        messages.info(request, _("They may not write here any more, so they are in no group."))
    elif is_own:
        messages.success(request, _("You are in the group “%(name)s”.") % {"name": group.name})
    else:
        messages.success(request, _("They are in the group “%(name)s”.") % {"name": group.name})


@require_POST
def join(request, pk):
    return _go(request, pk, actions.join_group)


@require_POST
def leave(request, pk):
    return _go(request, pk, actions.leave_group)


def _go(request, pk, action):
    group = visible_group(request, pk)
    try:
        action(group, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("forums:groups", group.discussion.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def rapporteur(request, pk):
    """On whom of a group the others count to report."""
    group = visible_group(request, pk)
    if not request.user.is_authenticated:
        raise Http404
    require(may_name_rapporteur(request.user, group), _("Who is in the group says who reports for it, and the team."))
    found = with_people(_groups(group.discussion, request.user), group.discussion, request.user)
    one = next(each for each in found.groups if each.pk == group.pk)
    is_unseen = one.rapporteur is None and has_rapporteur(group)
    form = RapporteurForm(posted(request), group=one, is_unseen=is_unseen)
    if form.is_bound and form.is_valid():
        person = form.cleaned_data["person"]
        try:
            if person is not None or not is_unseen:
                actions.name_rapporteur(group, actor=request.user, person=person)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("forums:groups", group.discussion.pk)
    context = {"group": one, "discussion": group.discussion, "form": form}
    return render(request, "forums/group_rapporteur.html", context, status=422 if form.is_bound else 200)
