"""The plan of a discussion, made and changed, and its stages afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.models import Space
from communities.queries.audiences import audience_of
from communities.queries.results import results_offered
from core.errors import DomainError, Stale
from core.forms import posted
from core.markdown import previewed
from core.paging import number_in
from core.permissions import require
from forums import actions
from forums.errors import ReadByMore
from forums.forms import PlanForm
from forums.forms.fields import ask_again
from forums.forms.plans import Offers
from forums.forms.stages import NextStageForm, typed
from forums.models import Discussion, Unsent
from forums.queries.kinds import newest_template, template_of, templates
from forums.queries.likeness import comes_along, stays_among_its_readers
from forums.queries.moves import notes_left
from forums.queries.questions import question_of
from forums.queries.similar import similar_to
from forums.queries.stages import course_of
from forums.queries.tags import names_on, tags_most_used
from forums.queries.topics import topics_offered
from forums.queries.unsent import begun_at
from forums.rules import may_change_plan, may_plan, may_run
from forums.views.fetching import visible_discussion
from forums.views.unsent import forget_sent


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request, slug, space_slug):
    """First which kind it is to be, then its plan as the template of that kind suggests it, or like an earlier one."""
    space = get_object_or_404(
        Space.objects.visible_to(request.user).select_related("community"), community__slug=slug, slug=space_slug
    )
    require(may_plan(request.user, space), _("In this space the team starts the discussions."))
    kept = begun_at(request.user, Unsent.Kind.PLAN, space) if request.method != "POST" else None
    topics = topics_offered(request.user, space)
    topic = next((topic for topic in topics if str(topic.pk) == request.GET.get("topic")), None)
    if request.method != "POST":
        begun = _like_an_earlier_one(request, space) or _suggested(request.GET.get("kind"))
        if begun is None:
            context = {"space": space, "templates": templates(), "topic": topic, "begun": kept}
            return render(request, "forums/plan_kinds.html", context)
        initial, stages = begun
    else:
        initial, stages = {}, []
    initial |= {"readers": audience_of(space)} | ({"topic": topic.pk, "title": topic.title} if topic else {})
    tags = [tag.name for tag in tags_most_used(request.user, space.community)]
    offers = Offers(request.user.zone, results_offered(request.user, space), topics, tags)
    offered = _taken_up(request, kept, initial)
    form = PlanForm(posted(request), offers=offers, stages=stages, initial=initial)
    like = _liked(request, form["like"].value(), space)
    context = {"space": space, "topic": topic, "along": comes_along(like, space, request.user)} | offered
    if _asks_to_look(request):
        return _looked_at(request, form, context)
    if request.method == "POST" and form.is_valid():
        try:
            planned = actions.plan_discussion(space, actor=request.user, **form.plan | {"like": like})
        except ReadByMore as refusal:
            ask_again(form, space, str(refusal), at="question")
        except DomainError as refusal:
            form.add_error("question", str(refusal))
        else:
            forget_sent(request, Unsent.Kind.PLAN, space)
            messages.success(request, _("Your plan is kept. Members see it once it opens."))
            return redirect(planned)
    return _show(request, form, context)


def _taken_up(request, kept, initial):
    """What was begun here before, put among the `initial` values where somebody goes on with it, else to be offered."""
    if kept is None or "unsent" not in request.GET:
        return {"begun": kept}
    initial |= kept.said | {"known": kept.known}
    return {"goes_on": kept}


def _suggested(kind):
    """What the template of a kind brings, as (values, rows of stages)."""
    if kind not in Discussion.Kind.values:
        return None
    template = newest_template(kind)
    return {"kind": kind, "guidelines": template.guidelines}, typed(template.stages)


def _like_an_earlier_one(request, space):
    """The same of a discussion that is to be planned once more, without its days and what was said."""
    pk = number_in(request.GET.get("like", ""))
    if pk is None:
        return None
    earlier = visible_discussion(request, pk)
    require(stays_among_its_readers(earlier, space), _("What was asked among fewer people is not carried to others."))
    names = ["kind", "title", "objective", "guidelines"]
    if may_change_plan(request.user, earlier):
        names.append("difficulties")
    again = {name: getattr(earlier, name) for name in names} | {"like": earlier.pk}
    again |= {"question": question_of(earlier), "result": str(earlier.result_id or ""), "tags": names_on(earlier)}
    return again, typed(stage.plan for stage in earlier.stages.all())


def _liked(request, pk, space):
    """The earlier discussion like which this one is planned there."""
    number = number_in(str(pk or ""))
    seen = Discussion.objects.visible_to(request.user).select_related("space__community")
    found = seen.filter(pk=number).first() if number else None
    return found if found and stays_among_its_readers(found, space) else None


def _asks_to_look(request):
    tools = {"rows", "suggest"}.intersection(request.GET)
    return request.method == "POST" and (bool(tools) or request.GET.get("preview") in PREVIEWED)


PREVIEWED = ("question", "guidelines")


def _looked_at(request, form, context):
    """A stage more or less, what a kind suggests, or how a text would look; with htmx that alone. Nothing is stored."""
    if "suggest" in request.GET:
        return _show(request, form.suggested() or form, context)
    if "rows" in request.GET and form.stages is not None:
        tool = request.POST.get("row", "")
        form = form.after(tool)
        if request.htmx:
            return render(request, "forums/_plan_stages.html", {"form": form, "rows": form.stages, "tool": tool})
        return _show(request, form, context | {"tool": tool})
    html = previewed(request.POST.get(request.GET.get("preview", "question"), ""))
    if request.htmx:
        return HttpResponse(html)
    return _show(request, form, context | {"preview": html}, status=200)


def _show(request, form, context, *, status=None):
    kind = form["kind"].value()
    template = newest_template(kind) if kind in Discussion.Kind.values else None
    if "discussion" in context and context["discussion"].kind == kind:
        template = template_of(context["discussion"]) or template
    if template and "question" in form.fields:
        form.fields["question"].help_text = template.ask
    context |= {"form": form, "template": template, "rows": form.stages}
    if "discussion" not in context:
        community = context["space"].community_id
        context["similar"] = similar_to(form["title"].value() or "", request.user, community=community)
    return render(request, "forums/plan.html", context, status=status or (422 if form.errors else 200))


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, pk):
    found = visible_discussion(request, pk)
    require(may_change_plan(request.user, found))
    offers = Offers(
        request.user.zone,
        results_offered(request.user, found.space, now=found.result_id),
        topics_offered(request.user, found.space, now=found.topic_id),
        [tag.name for tag in tags_most_used(request.user, found.space.community)],
    )
    course = course_of(found)
    form = PlanForm.of(found, course, data=posted(request), offers=offers)
    context = {"discussion": found, "space": found.space, "left": notes_left(found, request.user)}
    context["may_run"] = may_run(request.user, found)
    if _asks_to_look(request):
        return _looked_at(request, form, context)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_plan(found, actor=request.user, **form.plan)
        except Stale as refusal:
            form = form.again(found, course, str(refusal))
        except DomainError as refusal:
            form.add_error("question" if "question" in form.fields else "guidelines", str(refusal))
        else:
            messages.success(request, _what_changed(changed, form, course))
            return redirect(changed)
    return _show(request, form, context)


def _what_changed(discussion, form, course):
    if discussion.opened_at is None and form.changes_kind_alone(course):
        return _("The plan is changed. Its kind is another one now; guidelines and stages stay as they were.")
    return _("The plan is changed.")


@require_http_methods(["GET", "HEAD", "POST"])
def next_stage(request, pk):
    found = visible_discussion(request, pk)
    if request.method != "POST":  # the address of a refusal, asked for again
        return redirect(found)
    form = NextStageForm(request.POST)
    if form.is_valid():
        try:
            stage = actions.next_stage(found, actor=request.user, after=form.cleaned_data["after"])
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            said = (
                _("The stage now is “%(stage)s”.") % {"stage": stage} if stage else _("There is no stage to go on to.")
            )
            messages.success(request, said)
    return redirect(found)
