from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.models import Community, Membership, Space
from core.prepared import Prepared, as_one, each_of
from tests.factories import CommunityFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_it_answers_as_its_queryset_does(community, participant, outsider):
    hidden = CommunityFactory(visibility="hidden", slug="hidden")
    MembershipFactory(community=hidden, person=outsider)
    seen = Prepared(lambda person, slug: Community.objects.visible_to(person).filter(slug=slug))

    assert seen(person=outsider, slug="hidden") == [hidden]
    assert seen(person=participant, slug="hidden") == []
    assert seen(person=participant, slug="campus") == [community]
    assert seen(person=AnonymousUser(), slug="hidden") == []
    assert seen(person=AnonymousUser(), slug="campus") == [community]


def test_it_fills_related_rows_and_annotations_and_tuples(community):
    spaces = Prepared(lambda pk: Space.objects.filter(community=pk).select_related("community"))
    slugs = Prepared(lambda pk: Space.objects.filter(community=pk).order_by("slug").values_list("slug", flat=True))

    assert {space.community for space in spaces(pk=community.pk)} == {community}
    assert slugs(pk=community.pk) == ["commons", "members", "team"]


def test_now_is_now_whenever_it_runs(community, participant):
    Membership.objects.update(until=timezone.now() + timedelta(days=1))
    live = Prepared(lambda person: Membership.objects.live_of(person))
    assert len(live(person=participant)) == 1

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert live(person=participant) == []


def test_a_moment_among_the_values_is_none_of_now(community, participant):
    now = timezone.now()
    Membership.objects.update(joined_at=now - timedelta(days=3), until=now + timedelta(days=1))
    joined = Prepared(lambda person, since: Membership.objects.live_of(person).filter(joined_at__gt=since))

    assert len(joined(person=participant, since=now - timedelta(days=4))) == 1
    assert joined(person=participant, since=now - timedelta(days=2)) == []


def test_none_makes_a_query_of_its_own(community):
    within = Prepared(lambda pk: Space.objects.filter(community=pk) if pk else Space.objects.all())

    assert len(within(pk=None)) == 3
    assert within(pk=0) == []
    assert len(within(pk=community.pk)) == 3


def test_it_is_planned_once_however_often_it_runs(community):
    spaces = Prepared(lambda pk: Space.objects.filter(community=pk))
    for _each in range(8):  # after five, PostgreSQL would choose again
        spaces(pk=community.pk)

    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(custom_plans) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)


def test_a_value_that_would_change_the_query_itself_is_refused(community):
    sliced = Prepared(lambda size: Space.objects.all()[:size])

    with pytest.raises(ValueError, match="size"):
        sliced(size=2)


def test_huge_numbers_and_quotes_find_nothing(community):
    found = Prepared(lambda pk, slug: Space.objects.filter(pk=pk, slug=slug))

    assert found(pk=10**30, slug="'; --") == []


def test_any_number_of_ids_are_one_value(community):
    found = Prepared(lambda ids: Space.objects.filter(pk__in=each_of(ids)).order_by("pk").values_list("pk", flat=True))
    first, second, third = community.spaces.order_by("pk").values_list("pk", flat=True)

    assert found(ids=as_one([first, third])) == [first, third]
    assert found(ids=as_one([second])) == [second]
    assert found(ids=as_one([])) == []


def test_a_uuid_is_a_value(participant):
    submission = uuid4()
    started = Prepared(lambda submission: Community.objects.filter(submission=submission))
    community = CommunityFactory(started_by=participant, submission=submission)

    assert started(submission=uuid4()) == []
    assert started(submission=submission) == [community]


def test_a_statement_around_it_has_its_values_and_its_rows(community, participant, leader):
    left = Prepared(
        lambda person: Membership.objects.filter(person=person).values_list("pk", "role"),
        within="""
            WITH found AS ({query}), gone AS (
                DELETE FROM communities_membership WHERE id IN (SELECT "pk" FROM found) RETURNING id
            )
            SELECT found.* FROM found JOIN gone ON gone.id = found."pk"
        """,
    )
    membership = Membership.objects.get(person=participant)

    assert left(person=participant) == [(membership.pk, membership.role)]
    assert left(person=participant) == []
    assert Membership.objects.get().person == leader


def test_it_makes_its_sql_once(community, django_assert_num_queries):
    calls = []
    spaces = Prepared(lambda pk: calls.append(pk) or Space.objects.filter(community=pk))

    with django_assert_num_queries(2):
        spaces(pk=community.pk)
        spaces(pk=0)
    assert len(calls) == 1


def test_behind_a_pooler_it_sends_plain_sql(community):
    slugs = Prepared(lambda pk: Space.objects.filter(community=pk).order_by("slug").values_list("slug", flat=True))
    connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = True
    try:
        with CaptureQueriesContext(connection) as queries:
            assert slugs(pk=community.pk) == ["commons", "members", "team"]
    finally:
        connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = False

    assert queries[0]["sql"].startswith("SELECT")


def test_a_new_connection_plans_it_anew(community):
    slugs = Prepared(lambda pk: Space.objects.filter(pk=pk))

    def elsewhere():
        try:
            return slugs(pk=0), slugs(pk=0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        assert slugs(pk=0) == []
        assert pool.submit(elsewhere).result() == ([], [])
        assert pool.submit(elsewhere).result() == ([], [])
