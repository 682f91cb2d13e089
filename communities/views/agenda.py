"""The learning agenda: members propose and vote, the team takes up."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities import actions
from communities.forms.agenda import TopicAnswerForm, TopicForm
from communities.queries.agenda import agenda_of
from communities.rules import may_schedule_topics
from communities.views.fetching import require_here, standing_inside
from core.errors import DomainError
from core.forms import posted


@require_http_methods(["GET", "HEAD", "POST"])
def topics(request, slug):
    standing = standing_inside(request, slug)
    form = TopicForm(posted(request))
    if form.is_valid():
        actions.propose_topic(standing.community, actor=request.user, **form.cleaned_data)
        messages.success(request, _("It is on the list, with your vote. Tell others why it matters to you."))
        return redirect("communities:topics", slug)
    return _show(request, standing, form)


def _show(request, standing, form):
    context = {"standing": standing, "agenda": agenda_of(standing, request.user), "form": form}
    name = "communities/topics.html#topics" if request.htmx else "communities/topics.html"
    return render(request, name, context, status=422 if form.errors else 200)


@require_POST
def vote(request, slug, pk):
    return _vote(request, slug, pk, actions.vote_for)


@require_POST
def vote_back(request, slug, pk):
    return _vote(request, slug, pk, actions.take_vote_back)


def _vote(request, slug, pk, deed):
    standing = standing_inside(request, slug)
    topic = get_object_or_404(standing.community.topics.select_related("community"), pk=pk)
    try:
        deed(topic, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    if request.htmx:
        return _show(request, standing, TopicForm())
    return redirect(topic)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, slug, pk):
    standing = standing_inside(request, slug)
    topic = get_object_or_404(standing.community.topics.select_related("community", "proposed_by"), pk=pk)
    require_here(may_schedule_topics, standing, _("The team takes up what members want to learn."))
    state = topic.State.SCHEDULED if topic.state == topic.State.PROPOSED else topic.state
    initial = {"state": state, "scheduled_on": topic.scheduled_on, "answer": topic.answer}
    form = TopicAnswerForm(posted(request), initial=initial)
    if form.is_valid():
        if actions.answer_topic(topic, actor=request.user, **form.cleaned_data):
            messages.success(request, _("Saved. Whoever proposed it or voted for it is told."))
        return redirect(topic)
    context = {"standing": standing, "topic": topic, "form": form}
    return render(request, "communities/topic_answer.html", context, status=422 if form.errors else 200)
