"""The rhythm of a community, when it rests, and what its team does this week."""

from datetime import date

from django.urls import reverse

from tests.access.addresses import of_community
from tests.access.letters import MEMBERS, POST_ONLY, same

GET = {
    "home:rhythm": {"site": same(MEMBERS)},
    #                            AOQPFMLXGS
    "home:this-week": {"site": same("444F222444")},
    #                                      AOQPFMLXGS
    "communities:rhythm-change": {"site": same("444FF22444")},
    "communities:break-add": {"site": same(POST_ONLY)},
    "communities:break-remove": {"site": same(POST_ONLY)},
}

#           AOPM
POST = {
    "home:rhythm": {"site": same("5555")},
    "home:this-week": {"site": same("5555")},
    "communities:rhythm-change": {"site": same("44F3")},
    "communities:break-add": {"site": same("44F3")},
    "communities:break-remove": {"site": same("44F3")},
}


def of_break(world, place, subject):
    days = {"begins_on": date(2027, 7, 1), "ends_on": date(2027, 8, 31), "word": "Summer"}
    rest, _is_new = world.community.breaks.get_or_create(**days)
    return reverse("communities:break-remove", args=[world.community.slug, rest.pk]), {}


REST = {"word": "Exams", "begins_on": "2027-01-10", "ends_on": "2027-01-20"}

ADDRESS = {
    "home:rhythm": of_community("home:rhythm"),
    "home:this-week": of_community("home:this-week"),
    "communities:rhythm-change": of_community("communities:rhythm-change", version=0, most_open=3),
    "communities:break-add": of_community("communities:break-add", **REST),
    "communities:break-remove": of_break,
}
