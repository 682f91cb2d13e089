from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions, queries
from communities.forms.communities import PRESETS, CommunityForm
from communities.models import Community
from core.errors import DomainError
from core.markdown import clean


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """First the way to begin, then the form; while a name is typed, the advice on it alone."""
    name = clean(request.GET.get("name", "")).strip()[: Community._meta.get_field("name").max_length]
    if request.htmx and request.method == "GET":
        return render(request, "communities/new.html#naming-advice", {"advice": queries.advice_on(name, request.user)})
    preset = PRESETS.get(request.GET.get("kind", ""))
    if request.method != "POST" and preset is None:
        return render(request, "communities/new_kind.html", {"presets": PRESETS.values(), "name": name})
    form = CommunityForm(request.POST or None, initial=_initial(request.user, preset, name))
    advice = queries.advice_on(clean(form["name"].value() or "").strip(), request.user)
    if request.method == "POST" and form.is_valid() and form.is_name_settled(advice):
        try:
            community = actions.start_community(actor=request.user, **form.answers)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your community is here. Ask people in, and plan a first discussion."))
            return redirect(community)
    context = {"form": form, "preset": preset, "advice": advice, "good": queries.GOOD_NAMES, "poor": queries.POOR_NAMES}
    return render(request, "communities/new.html", context)


def _initial(person, preset, name):
    filled = {"visibility": preset.visibility, "admission": preset.admission} if preset else {}
    return {"name": name, "time_zone": person.time_zone, **filled}
