"""The guided start: a new community, then six steps that its leaders go through, leave out, and come back to."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities import actions, queries
from communities.errors import NameTaken, ReadByFewer
from communities.forms.communities import CommunityForm
from communities.models import Charter, Community
from communities.queries.charters import content_of, offices, readable_charters, start_of, was_saved
from communities.queries.method import method
from communities.queries.subjects import subjects_of
from communities.rules import may_write_charter
from communities.views.charters import section_form
from communities.views.fetching import require_here, standing_of_member
from core.errors import DomainError
from core.forms import posted
from core.markdown import clean


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """First the way to begin, then the form; while a name is typed, the advice on it alone."""
    name = clean(request.GET.get("name", "")).strip()[: Community._meta.get_field("name").max_length]
    if request.htmx and request.method == "GET":
        advice = queries.advice_on(name, request.user)
        return render(request, "communities/_naming_advice.html", {"advice": advice, "is_asked": False})
    told = method()
    template, source = told.template(request.GET.get("kind", "")), _source(request)
    if request.method != "POST" and template is None and source is None:
        return render(request, "communities/new_kind.html", _ways(request, told, name))
    form = CommunityForm(posted(request), initial=_initial(request.user, template, source, name))
    advice = queries.advice_on(clean(form["name"].value() or "").strip(), request.user)
    if form.is_valid() and form.is_name_settled(advice):
        begun = {"template": template.key if template else "", "source": source and source.community}
        try:
            community = actions.start_community(actor=request.user, **begun, **form.answers)
        except DomainError as refusal:
            fields = {NameTaken: "name", ReadByFewer: "visibility"}
            form.add_error(fields.get(type(refusal)), str(refusal))
        else:
            messages.success(request, _("Your community is here. Now say what it is for."))
            if community.approvals.pending().exists():
                messages.info(request, _("Those who run this site look at it first. Until they answer it is hidden."))
            return redirect("communities:start-step", community.slug, "problem")
    context = {"form": form, "template": template, "source": source, "advice": advice, "method": told}
    context["is_looked_at_first"] = settings.COMMUNITIES_NEED_APPROVAL
    return render(request, "communities/new.html", context | {"start": start_of(None, told, "name")})


def _source(request):
    """The charter to begin with a copy of, where the reader may read it."""
    wanted = clean(request.GET.get("from", ""))
    found = Charter.objects.visible_to(request.user).select_related("community")
    return found.filter(community__slug=wanted).first() if wanted else None


def _ways(request, told, name):
    joined = Community.objects.joined_by(request.user).values("pk")
    return {"templates": told.templates, "charters": readable_charters(request.user, joined), "name": name}


def _initial(person, template, source, name):
    like = source.community if source else template
    filled = {"visibility": like.visibility, "admission": like.admission} if like else {}
    if source:
        filled["subjects"] = list(subjects_of(source.community))
    return {"name": name, "time_zone": person.time_zone, **filled}


@require_safe
def start(request, slug):
    """On to the first step that is not done; when all are, to the charter."""
    standing = _leading(request, slug)
    community = standing.community
    ahead = start_of(content_of(community), method(community.charter.method)).next
    return redirect("communities:start-step", slug, ahead.key) if ahead else redirect(community.charter)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, slug, step):
    standing = _leading(request, slug)
    community = standing.community
    told = method(community.charter.method)
    if told.step(step) is None:
        raise Http404
    template = told.template(community.charter.template)
    offers = template.offers if template and not was_saved(community, step) else None
    asked = section_form(request, community, step, method=told, offers=offers)
    start = start_of(content_of(community), told, step)
    if asked.is_written:
        return _on_from(request, community, start.after(step))
    context = {
        **{"standing": standing, "form": asked.form, "advice": asked.advice, "method": told, "start": start},
        **{"step": told.step(step), "before": start.before(step), "after": start.after(step)},
    }
    if step == "results":
        context["results"] = community.results.standing()
    if step == "people":
        context["offices"] = offices(community, told)
    return render(request, "communities/start.html", context, status=422 if asked.form.errors else 200)


def _leading(request, slug):
    standing = standing_of_member(request, slug)
    require_here(may_write_charter, standing, _("Leaders write the charter."))
    return standing


def _on_from(request, community, after):
    if "later" in request.POST:
        messages.success(request, _("Kept. You find the way back here and on your home page."))
        return redirect(community)
    if after is None:
        messages.success(request, _("Your charter stands. Everything in it can be changed as you learn."))
        return redirect(community.charter)
    return redirect("communities:start-step", community.slug, after.key)
