"""Who may be named, how a text shows them, who is told, and what becomes of a name."""

import uuid

import pytest
from django.urls import reverse

from accounts.actions import change_profile
from accounts.effects import erase_person
from accounts.models import User
from communities.effects import let_in
from communities.models import Role
from core.seams import person_export
from forums import actions
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Discussion, Mention, PostRevision
from forums.queries.mentions import MOST_NAMED, people_named, render_naming
from forums.queries.quoting import quotation_of
from notifications.effects import set_volume
from notifications.models import Notification, OutboxMessage
from tests.factories import DiscussionFactory, MembershipFactory, UserFactory
from tests.traces import traces_of


@pytest.fixture
def discussion(members_room):
    return DiscussionFactory(space=members_room)


def say(discussion, actor, text, **more):
    return actions.reply(discussion, actor=actor, markdown=text, **{"submission": uuid.uuid4(), **more})


def told(person):
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("entry__verb", flat=True))


def mailed(verb="post.mentioned"):
    rows = OutboxMessage.objects.filter(entry__verb=verb, channel="mail")
    return sorted(rows.values_list("recipient__display_name", flat=True))


def names(post):
    return set(post.mentions.values_list("person__display_name", flat=True))


def test_a_mention_is_a_link_with_the_name(discussion, participant, leader):
    post = say(discussion, leader, f"Ask @{participant.handle}, she tried it.")

    link = f'<a href="/people/{participant.handle}/" class="mention" rel="nofollow noopener noreferrer ugc">'
    assert f"Ask {link}Pia Participant</a>, she tried it." in post.html
    assert names(post) == {"Pia Participant"}
    assert told(participant) == ["post.mentioned"]
    assert mailed() == ["Pia Participant"]


@pytest.mark.parametrize(
    "text",
    [
        "`@{0}`",
        "    @{0}",
        "```\n@{0}\n```",
        "[@{0}](https://example.org)",
        "https://example.org/@{0}",
        "me@{0}",
        "@@{0}",
        "@{0}@example.org",
        "@{0}x",
        "/@{0}",
        "<!-- -->@{0}é",
        "[a]: https://example.org '@{0}'\n\n[a]",
    ],
)
def test_where_nobody_is_named(discussion, participant, leader, text):
    post = say(discussion, leader, text.format(participant.handle) + "\n\nSo it goes.")

    assert "mention" not in post.html
    assert not Mention.objects.exists()
    assert told(participant) == []


@pytest.mark.parametrize(
    "text", ["(@{0})", "**@{0}**", "@{0}’s idea", "@{0}.", "# @{0}", "- @{0}", "| a |\n|-|\n| @{0} |"]
)
def test_where_somebody_is_named(discussion, participant, leader, text):
    post = say(discussion, leader, text.format(participant.handle.upper()))

    assert ">Pia Participant</a>" in post.html
    assert names(post) == {"Pia Participant"}


def test_a_name_in_a_quotation_is_shown_but_does_not_call(discussion, participant, leader):
    post = say(discussion, leader, f"> Thanks @{participant.handle}\n\nI agree.")

    assert ">Pia Participant</a>" in post.html
    assert names(post) == {"Pia Participant"}
    assert told(participant) == []


def test_a_person_who_does_not_see_the_space_stays_text(discussion, team_room, participant, outsider, leader):
    User.objects.update(profile_audience="members")
    handle = f"@{outsider.handle} @{participant.handle}"

    in_the_room = say(discussion, leader, handle)
    in_the_team = say(DiscussionFactory(space=team_room), leader, handle)

    assert names(in_the_room) == {"Pia Participant"}
    assert f"@{outsider.handle} <a" in in_the_room.html
    assert names(in_the_team) == set()
    assert "<a" not in in_the_team.html


def test_a_person_whose_profile_the_writer_may_not_see_stays_text(discussion, participant, leader):
    User.objects.filter(pk=participant.pk).update(profile_audience="nobody")

    post = say(discussion, leader, f"@{participant.handle}")

    assert post.html == f'<p dir="auto">@{participant.handle}</p>'
    assert told(participant) == []


def test_a_guest_is_named_in_their_room_alone(discussion, team_room, leader, outsider):
    let_in(outsider, team_room, role=Role.GUEST, source="guest")
    let_in(leader, team_room, role=Role.GUEST, source="guest")

    assert names(say(DiscussionFactory(space=team_room), leader, f"@{outsider.handle}")) == {"Olu Outsider"}
    assert names(say(discussion, leader, f"@{outsider.handle}")) == set()


def test_a_name_is_escaped(discussion, participant, leader):
    User.objects.filter(pk=participant.pk).update(display_name='<img src=x onerror="y">](javascript:z)')

    post = say(discussion, leader, f"@{participant.handle}")

    assert "&lt;img src=x onerror=" in post.html
    assert "<img" not in post.html
    assert post.html.count("<a ") == 1


def test_as_many_as_fit_in_one_text_are_named(discussion, leader, community):
    people = [each.person for each in MembershipFactory.create_batch(MOST_NAMED + 2, community=community)]

    post = say(discussion, leader, " ".join(f"@{person.handle}" for person in people))

    assert post.mentions.count() == MOST_NAMED == len(mailed())
    assert f"@{people[-1].handle}" in post.html


def test_a_text_without_a_handle_asks_nothing(discussion, leader, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not people_named("mail me@example.org", discussion.space, leader).people


def test_who_is_named_and_answered_is_told_once_that_they_are_named(discussion, participant, leader):
    asked = say(discussion, participant, "Who tried it?")

    say(discussion, leader, f"We did, @{participant.handle}", parent=asked)

    assert told(participant) == ["post.mentioned"]
    assert (mailed(), mailed("post.replied")) == (["Pia Participant"], [])


@pytest.mark.parametrize(
    ("level", "heard"), [("mute", []), ("mentions", ["post.mentioned"]), ("normal", ["post.added", "post.mentioned"])]
)
def test_the_volume_of_the_discussion_decides(discussion, participant, leader, level, heard):
    say(discussion, participant, "Who tried it?")
    set_volume(participant, scope_kind=Discussion.SCOPE, scope_id=discussion.pk, level=level)

    say(discussion, leader, "We did.")
    say(discussion, leader, f"We did, @{participant.handle}")

    assert told(participant) == heard


def test_naming_oneself_tells_nobody(discussion, leader):
    say(discussion, leader, f"I, @{leader.handle}, was there.")

    assert told(leader) == []


def test_the_question_names_people_too(members_room, participant, leader):
    planned = actions.plan_discussion(
        members_room, actor=leader, title="T", question=f"What did @{participant.handle} do?", submission=uuid.uuid4()
    )

    actions.open_discussion(planned, actor=leader)

    assert names(planned.posts.get()) == {"Pia Participant"}
    assert "post.mentioned" in told(participant)


def test_an_edit_tells_whom_it_names_anew_and_each_once_for_ever(discussion, participant, facilitator, leader):
    post = say(discussion, leader, f"@{participant.handle}")

    for text in (f"@{participant.handle} @{facilitator.handle}", "Nobody.", f"@{facilitator.handle}"):
        post.refresh_from_db()
        post = actions.edit_post(post, actor=leader, markdown=text, version=post.version)

    assert told(participant) == told(facilitator) == ["post.mentioned"]
    assert mailed() == ["Fay Facilitator", "Pia Participant"]
    assert "Pia" not in post.html


def test_an_edit_keeps_whom_it_named_though_they_left(discussion, participant, leader, community):
    post = say(discussion, leader, f"@{participant.handle}")
    community.memberships.filter(person=participant).update(state="left", ended_at="2026-01-01T00:00Z")

    post = actions.edit_post(post, actor=leader, markdown=f"Thanks, @{participant.handle}", version=0)

    assert ">Pia Participant</a>" in post.html


def renamed(person, name):
    person.display_name = name
    change_profile(person, actor=person, fields=["display_name"])


def test_a_new_name_shows_in_every_text_that_names_them(discussion, participant, leader):
    post = say(discussion, leader, f"@{participant.handle}")
    post = actions.edit_post(post, actor=leader, markdown=f"Yes, @{participant.handle}", version=0)
    version = Discussion.objects.get(pk=discussion.pk).version

    renamed(participant, "Pia <Newname>")

    post.refresh_from_db()
    assert ">Pia &lt;Newname&gt;</a>" in post.html
    assert ">Pia &lt;Newname&gt;</a>" in PostRevision.objects.get().html
    assert Discussion.objects.get(pk=discussion.pk).version > version


def test_nothing_of_a_handle_stays_after_an_erasure(discussion, participant, leader):
    handle = participant.handle
    post = say(discussion, leader, f"@{handle} `@{handle}`")
    post = actions.edit_post(post, actor=leader, markdown=f"Yes, @{handle} and `@{handle.upper()}`", version=0)
    aside = say(discussion, leader, f"`@{handle}`")

    erase_person(participant)

    for text in (*discussion.posts.all(), *PostRevision.objects.all()):
        assert handle not in (text.markdown + text.html).lower()
    post.refresh_from_db()
    aside.refresh_from_db()
    gone = f"former-{participant.pk}"
    assert post.markdown == f"Yes, @{gone} and `@{gone}`"
    assert post.html == f'<p dir="auto">Yes, Former member and <code>@{gone}</code></p>'
    assert aside.markdown == f"`@{gone}`"


def test_no_name_stays_above_what_is_quoted_of_an_erased_person(discussion, participant, leader, moderator):
    theirs, another = (say(discussion, person, "I wait.") for person in (participant, moderator))
    own_words = "> **Pia Participant** in a letter: wait.\n\n"
    post = say(
        discussion, leader, own_words + quotation_of(theirs) + quotation_of(another) + "> " + quotation_of(theirs)
    )
    actions.edit_post(post, actor=leader, markdown=quotation_of(theirs) + "Longer.", version=0)
    User.objects.filter(pk=participant.pk).update(display_name="Pia Renamed")

    erase_person(User.objects.get(pk=participant.pk))

    post.refresh_from_db()
    before = post.revisions.get()
    link = f"[#{theirs.number}](/p/{theirs.pk}/):"
    assert post.markdown == f"> **Former member** in {link}\n>\n> I wait.\n\nLonger."
    assert "<strong>Former member</strong> in" in post.html
    assert before.markdown.count(f"> **Former member** in {link}") == 2
    assert before.markdown.count("Pia") == 1
    assert before.markdown.startswith(own_words)
    assert "> **Mo Moderator** in" in before.markdown


def test_a_text_that_named_an_erased_person_may_still_be_edited(discussion, participant, leader):
    post = say(discussion, leader, f"@{participant.handle}")
    erase_person(participant)
    post.refresh_from_db()

    post = actions.edit_post(post, actor=leader, markdown=f"{post.markdown} said so.", version=post.version)

    assert post.html == '<p dir="auto">Former member said so.</p>'


def test_a_person_gets_where_they_are_named(discussion, participant, leader):
    say(discussion, leader, f"@{participant.handle}")

    assert person_export.ask(participant)["forums"]["mentioned"] == [{"discussion": discussion.title, "number": 1}]


def test_a_handle_that_begins_another_is_not_it(db):
    one = UserFactory()
    text = f"@{one.handle}-b"

    assert render_naming(text, people_named(text, DiscussionFactory().space, one)) == f'<p dir="auto">{text}</p>'


def planned(space, leader, **texts):
    fields = {"title": "T", "question": "Who?", "submission": uuid.uuid4()} | texts
    return actions.plan_discussion(space, actor=leader, **fields)


def test_the_list_shows_the_name_of_whom_the_question_names_as_it_is_now(members_room, participant, leader):
    discussion = planned(members_room, leader, question=f"What did @{participant.handle} do?")

    actions.open_discussion(discussion, actor=leader)

    discussion.refresh_from_db()
    assert discussion.excerpt == "What did Pia Participant do?"
    renamed(participant, "Pia Newname")
    discussion.refresh_from_db()
    assert discussion.excerpt == "What did Pia Newname do?"
    erase_person(participant)
    discussion.refresh_from_db()
    assert discussion.excerpt == "What did Former member do?"


def test_nothing_of_a_handle_stays_in_a_plan(members_room, participant, leader):
    handle, typed = participant.handle, f"@{participant.handle}"
    texts = dict.fromkeys(("title", "question", "objective", "guidelines", "difficulties"), f"Ask {typed}, and wait")
    discussion = planned(members_room, leader, **texts)
    version = discussion.version

    erase_person(participant)

    discussion.refresh_from_db()
    kept = Discussion.objects.values().get(pk=discussion.pk)
    assert [column for column, value in kept.items() if handle in str(value)] == []
    assert {kept[column] for column in texts} == {f"Ask @former-{participant.pk}, and wait"}
    assert f"Ask @former-{participant.pk}, and wait</p>" in discussion.guidelines_html
    assert discussion.version > version


def test_nothing_of_a_handle_stays_in_a_closing(discussion, participant, facilitator, leader):
    said = f"We thank @{participant.handle}."
    theirs = say(discussion, facilitator, "I wait.")
    actions.remove_post(say(discussion, facilitator, "No."), actor=leader, reason=said)
    actions.close_discussion(discussion, actor=leader, reason=said)
    draft_due()
    actions.publish_closing(
        discussion.closings.get(),
        Draft(
            f"{said} [#{theirs.number}]",
            "lesson",
            thanks=[(facilitator.pk, said)],
            notes=[(facilitator.pk, said)],
            follow_ons=[("article", said, "https://example.org/")],
        ),
        actor=leader,
        version=1,
    )
    actions.reopen_discussion(discussion, actor=leader, reason=said)
    handle = participant.handle
    assert len(traces_of(f"@{handle}")) == 10

    erase_person(participant)

    assert traces_of(f"@{handle}") == set()
    closing = discussion.closings.published().get()
    assert closing.summary == f"We thank @former-{participant.pk}. [#{theirs.number}]"
    assert f'href="/p/{theirs.pk}/"' in closing.summary_html


def test_a_text_that_is_full_takes_the_handle_of_an_erased_person(members_room, participant, leader):
    handle = "ab"
    User.objects.filter(pk=participant.pk).update(handle=handle)
    discussion = planned(members_room, leader, objective=("@ab " * 75)[:300])

    erase_person(User.objects.get(pk=participant.pk))

    discussion.refresh_from_db()
    assert discussion.objective.startswith(f"@former-{participant.pk} @former-{participant.pk}")
    assert len(discussion.objective) == 300


def edit_as(client, post, **sent):
    response = client.post(reverse("forums:post-edit", args=[post.pk]), sent)
    return response, {field.name: field.value() for field in response.context["form"]} if response.context else {}


def test_an_edit_that_began_before_an_erasure_brings_no_handle_back(
    client, discussion, participant, facilitator, leader
):
    lea, pia = leader.handle, participant.handle
    post = say(discussion, facilitator, f"Ask @{pia}, then @{lea}.")
    client.force_login(facilitator)
    erase_person(participant)

    refused, shown = edit_as(client, post, text=f"Ask @{pia} first, then @{lea}.", version=0)
    saved, _shown = edit_as(client, post, **shown)

    post.refresh_from_db()
    assert (refused.status_code, saved.status_code) == (409, 302)
    assert post.markdown == f"Ask @former-{participant.pk} first, then @{lea}."
    assert not traces_of(pia)


def test_a_slip_in_a_name_stays_where_nobody_was_erased(client, discussion, participant, facilitator):
    post = say(discussion, facilitator, "Ask first.")
    actions.edit_post(post, actor=facilitator, markdown=f"Ask @{participant.handle}.", version=0)
    client.force_login(facilitator)

    _refused, shown = edit_as(client, post, text="Ask @jon.", version=0)

    assert (shown["text"], shown["version"]) == ("Ask @jon.", 1)
