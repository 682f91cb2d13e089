"""The pages of the action plan."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.actions import add_item, adopt_plan, answer_plan, leave_community, propose_plan
from communities.models import ActionComment, ActionItem, ActionPlan, Community, ExpectedResult, PlanVoice
from tests.factories import MembershipFactory

NEW = {"title": "Collect examples", "submission": uuid.UUID(int=9), "version": 0, "owner": "", "details": ""}


def url(name, *args):
    return reverse(f"communities:{name}", args=["campus", *args])


def add(community, actor, **fields):
    return add_item(community, actor=actor, submission=uuid.uuid4(), **{"title": "Collect examples", **fields})


def read(client, address, person=None):
    if person:
        client.force_login(person)
    return client.get(address).content.decode()


def test_an_empty_plan_says_what_it_is_for_and_lets_planners_begin(client, community, moderator, participant):
    assert "Add something to do" in read(client, url("plan"), moderator)

    page = read(client, url("plan"), participant)
    assert "Nothing is planned yet" in page
    assert "Add something to do" not in page


def test_the_plan_goes_by_result_and_says_where_nothing_is_done(client, community, moderator, participant):
    guide, network = (
        ExpectedResult.objects.create(community=community, position=place, text=text)
        for place, text in ((1, "A guide"), (2, "A network"))
    )
    add(community, moderator, result=guide, owner=participant)
    ActionItem.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    ActionItem.objects.filter(pk=add(community, moderator, result=guide).pk).update(
        state="done", done_at=timezone.now()
    )
    add(community, moderator, title="Thank everybody")

    page = read(client, url("plan"), participant)

    assert "1 of 2 done" in page
    assert "Pia Participant" in page
    assert "overdue" in page
    assert page.index(guide.text) < page.index(network.text) < page.index("And besides") < page.index("Thank everybody")
    assert "Nothing on the plan works towards this yet." in page


def test_adding_and_changing(client, community, moderator, participant):
    client.force_login(moderator)
    assert 'id="members-found"' in read(client, url("plan-new"))

    response = client.post(url("plan-new"), NEW | {"owner": f"@{participant.handle}", "due_on": "2027-03-01"})

    assert response.url == url("plan")
    item = ActionItem.objects.get()
    assert (item.owner, item.due_on) == (participant, date(2027, 3, 1))
    assert f'value="@{participant.handle}"' in read(client, url("plan-change", item.pk))

    changed = NEW | {"title": "Collect more", "owner": "pia participant", "version": item.version}
    assert client.post(url("plan-change", item.pk), changed).url == url("plan-item", item.pk)
    item.refresh_from_db()
    assert (item.title, item.owner, item.due_on) == ("Collect more", participant, None)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "This field is required"),
        ("title", "x" * 201, "at most 200"),
        ("owner", "Nobody Known", "No member is called that"),
        ("owner", "Olu Outsider", "No member is called that"),
        ("due_on", "soon", "Enter a valid date"),
        ("submission", "no", "Enter a valid UUID"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(client, community, moderator, outsider, field, value, said):
    client.force_login(moderator)

    response = client.post(url("plan-new"), NEW | {"details": "What I wrote.", field: value})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert "What I wrote." in response.content.decode()
    assert not ActionItem.objects.exists()


def test_two_of_one_name_are_told_apart(client, community, moderator):
    twins = [MembershipFactory(community=community, person__display_name="Ana Alves").person for _twin in range(2)]
    client.force_login(moderator)

    page = client.post(url("plan-new"), NEW | {"owner": "Ana Alves"}).content.decode()

    assert all(f"@{twin.handle}" in page for twin in twins)


def test_of_two_changes_at_once_the_later_sees_both(client, community, moderator, leader):
    item = add(community, moderator)
    client.force_login(leader)
    client.post(url("plan-change", item.pk), NEW | {"title": "Newer", "version": 0})

    response = client.post(url("plan-change", item.pk), NEW | {"title": "Older", "version": 0})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Newer" in page
    assert 'value="Older"' in page
    assert client.post(url("plan-change", item.pk), NEW | {"title": "Older", "version": 1}).status_code == 302
    assert ActionItem.objects.get().title == "Older"


def test_what_is_over_can_still_be_worded_better(client, community, moderator, participant):
    result = ExpectedResult.objects.create(community=community, position=1, text="A guide")
    item = add(community, moderator, owner=participant, result=result)
    ActionItem.objects.update(state="done", done_at=timezone.now())
    leave_community(community, actor=participant)
    ExpectedResult.objects.update(state="dropped", position=None)
    client.force_login(moderator)
    page = read(client, url("plan-change", item.pk))
    assert f'value="@{participant.handle}"' in page

    client.post(
        url("plan-change", item.pk),
        NEW | {"title": "Collected", "owner": f"@{participant.handle}", "result": result.pk},
    )

    item.refresh_from_db()
    assert (item.title, item.owner, item.result) == ("Collected", participant, result)


def test_what_changed_since_it_was_adopted_is_said(client, community, leader):
    add(community, leader)
    propose_plan(community, actor=leader)
    adopt_plan(community, actor=leader)
    assert "since then" not in read(client, url("plan"), leader)

    add(community, leader, title="One more")

    assert "1 thing was added or changed since then." in read(client, url("plan"))


def test_an_item_its_state_and_what_is_said_to_it(client, community, moderator, participant):
    item = add(community, moderator, owner=participant, details="**Three** each")
    client.force_login(participant)

    client.post(url("plan-move", item.pk), {"state": "done"})
    client.post(url("plan-comment", item.pk), {"text": "They are in <b>the</b> folder.", "submission": uuid.uuid4()})

    page = read(client, url("plan-item", item.pk))
    assert "<strong>Three</strong>" in page
    assert "They are in &lt;b&gt;the&lt;/b&gt; folder." in page
    assert ActionItem.objects.get().state == "done"
    assert client.post(url("plan-move", item.pk), {"state": "nowhere"}).status_code == 302
    assert ActionItem.objects.get().state == "done"


def test_an_empty_comment_is_named(client, community, moderator):
    item = add(community, moderator)
    client.force_login(moderator)

    assert client.post(url("plan-comment", item.pk), {"text": " ", "submission": uuid.uuid4()}).status_code == 422
    assert not ActionComment.objects.exists()


def test_visitors_read_the_plan_of_a_public_community_and_not_what_members_say(client, community, leader, participant):
    item = add(community, leader)
    propose_plan(community, actor=leader)
    answer_plan(community, actor=participant, agrees=False, comment="Too much at once.")
    client.force_login(participant)
    client.post(url("plan-comment", item.pk), {"text": "Between us.", "submission": uuid.uuid4()})
    client.logout()

    page = read(client, url("plan")) + read(client, url("plan-item", item.pk))

    assert "Collect examples" in page
    assert "Too much at once." not in page
    assert "Between us." not in page
    assert "1 comment" not in page
    assert client.get(url("plan-new")).status_code == 403


def test_what_is_not_open_to_somebody_is_not_there(client, community, outsider):
    Community.objects.update(visibility="listed")
    client.force_login(outsider)

    assert client.get(url("plan")).status_code == 404


def test_from_draft_to_adopted(client, community, leader, participant):
    add(community, leader)
    client.force_login(leader)
    assert client.post(url("plan-propose")).url == url("plan")
    client.force_login(participant)
    assert client.post(url("plan-answer"), {"agrees": "no", "comment": ""}).status_code == 422
    assert client.post(url("plan-answer"), {"agrees": "no", "comment": "Too much."}).url == url("plan")
    assert PlanVoice.objects.get().comment == "Too much."
    assert "Change my answer" in read(client, url("plan"))
    assert client.post(url("plan-adopt")).status_code == 403

    client.force_login(leader)
    client.post(url("plan-adopt"), {"round": 1})

    assert ActionPlan.objects.get().state == "adopted"
    assert "Lea Leader wrote down on" in read(client, url("plan"))


def test_what_cannot_be_done_now_is_said(client, community, leader):
    client.force_login(leader)

    assert "Put something on the plan first." in client.post(url("plan-propose"), follow=True).content.decode()
    assert (
        "The plan is not before the members"
        in client.post(url("plan-answer"), {"agrees": "yes"}, follow=True).content.decode()
    )


def test_an_answer_that_comes_too_late_is_told_so_whatever_it_holds(client, community, leader):
    add(community, leader)
    client.force_login(leader)

    page = client.post(url("plan-answer"), {"agrees": "no", "comment": ""}, follow=True).content.decode()

    assert "The plan is not before the members just now." in page
    assert not PlanVoice.objects.exists()


def test_whoever_may_not_speak_is_refused_whatever_they_send(client, community, leader, outsider):
    item = add(community, leader)
    client.force_login(outsider)

    assert client.post(url("plan-answer"), {}).status_code == 403
    assert client.post(url("plan-comment", item.pk), {}).status_code == 403


def test_members_are_offered_while_a_name_is_typed(client, community, moderator, participant, outsider):
    client.force_login(moderator)

    found = read(client, f"{url('members-found')}?owner=pia")

    assert found.strip() == f'<option value="@{participant.handle}">Pia Participant</option>'
    assert read(client, f"{url('members-found')}?owner=Olu").strip() == ""
    assert read(client, url("members-found")).strip() == ""


@pytest.mark.parametrize("number", [1, 60])
def test_queries_do_not_grow(client, community, moderator, django_assert_max_num_queries, number):
    for _item in range(number):
        add(community, moderator, owner=moderator)
    client.force_login(moderator)
    client.get(url("plan"))

    with django_assert_max_num_queries(9):
        client.get(url("plan"))
