"""Nothing joins an answer without a name to the person who gave it: no column, no order, no time."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse

from accounts.models import User
from activity.models import Entry
from core import seams
from evaluation.effects import remind_due
from evaluation.effects.answers import shuffle
from evaluation.models import Answer, Participation, Survey
from evaluation.queries.results import outcomes_of, table_of
from notifications.models import Delivery, OutboxMessage
from tests.evaluation.asking import answer, answered, closed, members, opened
from tests.facts import told
from tests.masking import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(members_room, moderator):
    return opened(members_room, moderator)[0]


def rows(model, *more):
    """Every row with what PostgreSQL itself keeps of it: where it lies, and which transaction wrote it."""
    columns = ", ".join(("ctid", "xmin", "cmin", *more, "*"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {model._meta.db_table}")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_the_tables_have_nothing_in_common_but_the_survey():
    """A new column that would join them, or say when, has to pass here first."""
    assert {field.name: type(field) for field in Participation._meta.local_fields} == {
        "id": models.UUIDField,
        "survey": models.ForeignKey,
        "person": models.ForeignKey,
    }
    assert [field.name for field in Answer._meta.local_fields] == [
        "id", "question", "person", "scale", "chosen", "text",
    ]  # fmt: skip
    timed = (models.DateField, models.TimeField, models.AutoField)
    assert not [
        each for model in (Participation, Answer) for each in model._meta.local_fields if isinstance(each, timed)
    ]


def test_no_value_of_an_answer_stands_in_a_row_of_its_person(asked, community):
    answered(asked, members(community, 6))

    said = {value for row in rows(Answer) for key, value in row.items() if key in ("id", "person_id")}
    took = {value for row in rows(Participation) for key, value in row.items() if key in ("id", "person_id")}

    assert len(said) == 13  # twelve keys, and no name
    assert None in said
    assert not said & took
    assert Answer.objects.exclude(person=None).count() == 0


def test_the_database_keeps_neither_order_nor_transaction(asked, community):
    """In the order in which rows lie, and by who wrote them, answers are as good as shuffled."""
    people = members(community, 12)
    for number, person in enumerate(people):
        answer(asked, person, text=f"word {number:02}")
        before = {row["id"]: row["text"] for row in rows(Answer)}
        shuffle(asked)
        after = {row["id"]: row["text"] for row in rows(Answer)}
        assert not before.keys() & after.keys()
        assert sorted(before.values()) == sorted(after.values())

    lying = [row["text"] for row in rows(Answer)]

    assert len({row["cmin"] for row in rows(Answer)}) == 1  # written by one statement, all of them
    assert lying != sorted(lying)  # one in 479 million would be


def test_every_answer_is_written_anew_when_another_comes(asked, community):
    first, second = members(community, 2)
    answer(asked, first, scale=1)
    before = {row["id"] for row in rows(Answer)}

    answer(asked, second, scale=5)

    assert len(before) == 1
    assert not before & {row["id"] for row in rows(Answer)}


def test_nothing_is_written_down_elsewhere(asked, participant):
    before = set(Entry.objects.values_list("pk", flat=True))

    answer(asked, participant, scale=3, text="canary")

    assert set(Entry.objects.values_list("pk", flat=True)) == before
    assert "canary" not in str(seams.person_export.ask(participant))


def traces(person):
    """What rows of all tables lead to `person`, and which of their columns are filled; but for their own row."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                kept = [each.attname for each in model._meta.local_fields if each.null]
                for row in model._base_manager.filter(**{field.name: person}).values(*kept or ["pk"]):
                    filled = tuple(name for name in kept if row[name] is not None)
                    found.append((model._meta.label_lower, field.name, filled))
    return sorted(found)


@pytest.mark.parametrize("names", [False, True])
def test_no_table_tells_who_answered_once_it_is_closed(client, members_room, moderator, community, names, time_machine):
    """Who is reminded has not answered, and who answers has looked: neither stays."""
    people = members(community, 9)
    for person in people:
        Delivery.objects.create(person=person, kind="asked", by=Delivery.By.MAIL)
    survey, scale, _words = opened(members_room, moderator, names=names)
    for person in people:
        client.force_login(person)
        client.get(reverse("evaluation:surveys", args=[community.slug]))
    for person in people[:6]:
        client.force_login(person)
        client.get(survey.get_absolute_url())
        client.post(reverse("evaluation:answer", args=[survey.pk]), {f"answer_{scale.pk}": "3"})
    time_machine.move_to(survey.closes_at - timedelta(days=1))
    remind_due()
    assert len({str(traces(person)) for person in people}) == 2
    assert OutboxMessage.objects.filter(entry__verb="survey.reminded").exists()

    closed(survey)

    if names:
        Answer.objects.update(person=None)  # whose name was asked for is told beforehand
    assert len({str(traces(person)) for person in people}) == 1
    assert told(people[0]) == told(people[-1]) == ["survey.closed"]


def test_who_took_part_is_forgotten_when_it_closes(asked, community):
    answered(asked, members(community, 5))
    assert Participation.objects.count() == 5

    closed(asked)

    assert Participation.objects.count() == 0
    assert asked.answered == 5
    assert Answer.objects.count() == 10


@pytest.mark.parametrize("number", [4, 5])
def test_fewer_than_five_answers_are_deleted_unseen(asked, community, number):
    answered(asked, members(community, number))

    closed(asked)

    assert Answer.objects.count() == (10 if number == 5 else 0)
    assert [outcome.is_shown for outcome in outcomes_of(asked)] == [number == 5] * 2


def test_each_question_counts_for_itself(asked, community):
    """Six took part, four wrote something: what they wrote is shown to nobody and kept nowhere."""
    people = members(community, 6)
    answered(asked, people[:4])
    answered(asked, people[4:], words=False)

    closed(asked)

    scale, words = outcomes_of(asked)
    assert (scale.is_shown, scale.count, words.is_shown, words.texts) == (True, 6, False, [])
    assert not Answer.objects.exclude(text="").exists()


def test_the_rule_holds_where_the_rows_are_still_there(asked, community):
    """Twice: were they not deleted, they would not be shown either, on the page or in the table."""
    answered(asked, members(community, 4))
    Survey.objects.filter(pk=asked.pk).update(state="closed", closed_at=asked.opened_at)
    asked.refresh_from_db()

    outcomes = outcomes_of(asked, with_names=True)

    assert [(each.is_shown, each.bars, each.texts, each.voices) for each in outcomes] == [(False, [], [], [])] * 2
    assert "word" not in str(table_of(outcomes))


@pytest.mark.parametrize("name", ["survey", "table"])
def test_nobody_finds_a_free_text_before_it_is_closed(client, asked, community, leader, name):
    answered(asked, members(community, 6))
    client.force_login(leader)

    page = body_of(client.get(reverse(f"evaluation:{name}", args=[asked.pk])))

    assert not re.findall(r"word \d", page)


def test_texts_stand_in_no_order(client, asked, community, leader):
    """By keys that are made at random and anew with each answer: neither page nor table has the order of arrival."""
    answered(asked, members(community, 12))
    closed(asked)
    client.force_login(leader)

    for name in ("survey", "table"):
        shown = re.findall(r"word \d+", body_of(client.get(reverse(f"evaluation:{name}", args=[asked.pk]))))
        assert sorted(set(shown)) == sorted(f"word {number}" for number in range(12))
        assert shown != [f"word {number}" for number in range(12)]
