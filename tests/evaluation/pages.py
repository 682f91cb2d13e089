"""Addresses of surveys, and how somebody reads them, for tests."""

from django.urls import reverse

from evaluation.queries.pages import mark_of


def url(name, survey, *more):
    return reverse(f"evaluation:{name}", args=[survey.pk, *more])


def sent(survey, **fields):
    """What the page on which it is prepared sends, `open` where it is to be opened."""
    frame = {"title": survey.title, "intro": survey.intro, "space": survey.space_id, "version": survey.version}
    return frame | {"is_anonymous": str(survey.is_anonymous)} | fields


def days(survey, **days):
    """What the last page before it opens sends."""
    return days | {"seen": mark_of(survey)}


def read(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def surveys_url(community):
    return reverse("evaluation:surveys", args=[community.slug])
