"""Tags: kept with the plan, spelt once in a community, shown to whoever sees what has them, renamed and joined."""

from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from activity.models import Entry
from communities.effects import let_in
from communities.models import Role, Space
from core.errors import Stale
from core.permissions import Refused
from forums import actions
from forums.errors import TagTaken, TooManyTags
from forums.forms.tags import TagsField
from forums.models import Discussion, Tag
from forums.queries import discussion_list
from forums.queries.lists import UNANSWERED
from forums.queries.tags import find_tag, names_on, tags_most_used, tags_page, tags_to_choose
from tests.factories import CommunityFactory, DiscussionFactory
from tests.forums.groups import part, room_of

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.fixture
def private_room(community):
    return Space.objects.create(community=community, slug="project", name="Project", access="private")


def tagged(space, *names, **fields):
    discussion = DiscussionFactory(space=space, **fields)
    for name in names:
        tag = Tag.objects.filter(community=space.community, name=name).first()
        (tag or Tag.objects.create(community=space.community, name=name)).discussions.add(discussion)
    return discussion


def named(tags):
    return [tag.name for tag in tags]


def test_a_plan_brings_its_tags_each_spelt_as_before(commons, moderator):
    tagged(commons, "OSCE")
    planned = actions.plan_discussion(
        commons, actor=moderator, title="Stations", question="Which?", submission=uuid4(), tags=["osce", "Night shift"]
    )

    assert names_on(planned) == "Night shift, OSCE"

    changed = actions.change_plan(planned, actor=moderator, plan_version=0, tags=["night SHIFT"])

    assert names_on(changed) == "Night shift"
    assert changed.version == planned.version + 1
    assert Tag.objects.count() == 2


def test_a_discussion_has_five_at_most(commons, moderator):
    plan = partial(actions.plan_discussion, commons, actor=moderator, title="Stations", question="Which?")

    with pytest.raises(TooManyTags):
        plan(submission=uuid4(), tags=list("abcdef"))

    assert not Discussion.objects.exists()


def test_the_same_word_is_another_tag_elsewhere(commons):
    tagged(commons, "OSCE")
    tagged(CommunityFactory().spaces.get(slug="commons"), "OSCE")

    assert list(Tag.objects.values_list("slug", flat=True)) == ["osce", "osce"]


def test_what_is_typed_is_read_as_people_write_it():
    read = TagsField().clean

    assert read(" OSCE,  night   shift; osce ,,") == ["osce", "night shift"]
    assert read("") == []
    for wrong in ("@ana", "<b>", "-", "x" * 41, "a,b,c,d,e,f"):
        with pytest.raises(ValidationError):
            read(wrong)


@pytest.mark.parametrize("name", ["नर्स", "พยาบาลผู้ป่วย", "செவிலியர்", "রোগী"])
def test_a_word_may_have_marks(name):
    assert TagsField().clean(name) == [name]


def test_only_words_of_what_one_sees_are_known(community, commons, team_room, participant, moderator):
    tagged(commons, "OSCE")
    tagged(team_room, "OSCE", "burnout")

    assert [(tag.name, tag.number) for tag in tags_page(participant, community, {}).rows] == [("OSCE", 1)]
    assert [(tag.name, tag.number) for tag in tags_page(moderator, community, {}).rows] == [("burnout", 1), ("OSCE", 2)]
    assert named(tags_most_used(VISITOR, community)) == ["OSCE"]
    assert find_tag(community.slug, "burnout", moderator).name == "burnout"
    with pytest.raises(Tag.DoesNotExist):
        find_tag(community.slug, "burnout", participant)


def test_a_list_is_narrowed_together_with_what_else_is_asked(community, commons, participant):
    tagged(commons, "OSCE", kind="question", title="Asked")
    tagged(commons, "OSCE", "feedback", title="Told")
    tagged(commons, kind="question", title="Other")

    def titles(**asked):
        return {listed.row.title for listed in discussion_list(participant, community, **asked).rows}

    assert titles(tag="osce") == {"Asked", "Told"}
    assert titles(tag="osce", narrowed=UNANSWERED) == {"Asked"}
    shown = {listed.row.title: listed.row.tags_shown for listed in discussion_list(participant, commons).rows}
    assert shown["Told"] == [{"name": "feedback", "slug": "feedback"}, {"name": "OSCE", "slug": "osce"}]
    assert tags_to_choose(participant, commons, "osce")[1].name == "OSCE"
    unknown = tags_to_choose(participant, commons, "unknown")[1]
    assert (unknown.name, unknown.pk) == ("unknown", None)


def test_a_tag_keeps_its_address_when_it_is_renamed(community, commons, moderator, participant):
    discussion = tagged(commons, "exams")
    tag = Tag.objects.get()

    with pytest.raises(Refused):
        actions.rename_tag(tag, name="OSCE", actor=participant)
    actions.rename_tag(tag, name="OSCE", actor=moderator)

    assert Tag.objects.values_list("name", "slug").get() == ("OSCE", "exams")
    assert Discussion.objects.get().version == discussion.version + 1
    assert Entry.objects.filter(verb="tag.renamed", object_id=tag.pk).count() == 1


def test_two_tags_become_one_once_that_is_meant(community, commons, moderator):
    both, one = tagged(commons, "exams", "OSCE"), tagged(commons, "exams")
    exams = Tag.objects.get(name="exams")

    with pytest.raises(TagTaken):
        actions.rename_tag(exams, name="osce", actor=moderator)
    kept = actions.rename_tag(exams, name="osce", actor=moderator, is_confirmed=True)

    assert kept.name == "OSCE"
    assert names_on(both) == names_on(one) == "OSCE"
    assert find_tag(community.slug, "exams", moderator) == kept
    assert {each.version for each in Discussion.objects.all()} == {1}


def test_sent_twice_it_is_joined_once_and_what_was_joined_is_not_renamed(commons, moderator):
    tagged(commons, "exams", "OSCE")
    read_before = Tag.objects.select_related("community").get(name="exams")
    join = partial(actions.rename_tag, name="OSCE", actor=moderator, is_confirmed=True)
    join(Tag.objects.get(name="exams"))

    assert join(read_before).name == "OSCE"
    assert Entry.objects.filter(verb="tag.joined").count() == 1
    with pytest.raises(Stale):
        actions.rename_tag(read_before, name="stations", actor=moderator)


def test_who_types_a_joined_tag_gets_the_one_that_stayed(commons, moderator):
    tagged(commons, "exams", "OSCE")
    actions.rename_tag(Tag.objects.get(name="exams"), name="OSCE", actor=moderator, is_confirmed=True)

    planned = actions.plan_discussion(
        commons, actor=moderator, title="Stations", question="Which?", submission=uuid4(), tags=["Exams"]
    )
    assert names_on(planned) == "OSCE"

    kept = actions.rename_tag(Tag.objects.get(name="OSCE"), name="Exams", actor=moderator)
    assert names_on(planned) == kept.name == "Exams"
    assert Tag.objects.count() == 1


def test_a_word_of_a_room_that_one_does_not_read_is_not_told(community, commons, private_room, moderator):
    tagged(private_room, "burnout")
    tagged(commons, "tired")

    kept = actions.rename_tag(Tag.objects.get(name="tired"), name="burnout", actor=moderator)

    assert kept.slug == "burnout"
    assert tags_page(moderator, community, {}).rows[0].number == 1


def test_who_types_a_word_that_was_joined_with_a_hidden_one_has_it_as_it_was(commons, private_room, leader, moderator):
    let_in(leader, private_room, role=Role.LEADER, source="member")
    tagged(private_room, "Night", "Layoffs")
    actions.rename_tag(Tag.objects.get(name="Night"), name="Layoffs", actor=leader, is_confirmed=True)

    planned = actions.plan_discussion(
        commons, actor=moderator, title="Stations", question="Which?", submission=uuid4(), tags=["night"]
    )

    assert names_on(planned) == "Night"
    assert find_tag(commons.community.slug, "night", moderator).name == "Night"


def test_they_stand_by_the_names_that_they_have_now(community, commons, moderator, monkeypatch):
    monkeypatch.setattr("forums.queries.tags.TAGS_PER_PAGE", 1)
    tagged(commons, "anatomy", "Marks")
    actions.rename_tag(Tag.objects.get(name="anatomy"), name="zoology", actor=moderator)

    first = tags_page(moderator, community, {})
    second = tags_page(moderator, community, {"after": first.after})

    assert [named(first.rows), named(second.rows), second.after] == [["Marks"], ["zoology"], None]


def test_what_stands_on_a_room_of_a_group_alone_is_not_known(community, commons, moderator):
    wards, _practices = part(DiscussionFactory(space=commons), moderator)
    Tag.objects.create(community=community, name="Night").discussions.add(room_of(wards))

    assert named(tags_most_used(moderator, community)) == []
    assert not Tag.objects.visible_to(moderator).exists()
