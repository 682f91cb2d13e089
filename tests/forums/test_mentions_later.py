"""What becomes of a name in a text: when its person is called otherwise, and when they are erased."""

import uuid

import pytest
from django.urls import reverse

from accounts.actions import change_profile
from accounts.effects import erase_person
from accounts.models import User
from forums import actions
from forums.effects import draft_due
from forums.effects.drafts import Draft
from forums.models import Discussion, LineMark, Merge, Poll, PostRevision, Unsent
from forums.queries.merging import seen_of
from forums.queries.quoting import quotation_of
from tests.factories import DiscussionFactory, PostFactory
from tests.forums.naming import say
from tests.forums.polls import put
from tests.traces import traces_of


@pytest.fixture
def discussion(members_room):
    return DiscussionFactory(space=members_room)


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


def test_nothing_of_a_handle_stays_in_what_steers(discussion, participant, facilitator, leader):
    said = f"Ask @{participant.handle}"
    say(discussion, leader, "How do you wait?")
    actions.set_aside(say(discussion, facilitator, "No."), actor=leader, words=said)
    actions.pause_discussion(discussion, actor=leader, hours=1, reason=said)
    poll = put(discussion, leader, options=[said, "Nobody"])
    actions.end_poll(poll, actor=leader, outcome=said)
    handle = participant.handle

    erase_person(participant)

    assert traces_of(f"@{handle}") == set()
    gone = f"Ask @former-{participant.pk}"
    assert (LineMark.objects.get().words, Discussion.objects.get().pause_reason) == (gone, gone)
    assert (Poll.objects.get().outcome, poll.options.first().text) == (gone, gone)


def test_nothing_of_a_handle_stays_in_what_is_said_apart(discussion, participant, facilitator, leader):
    said, handle = f"Ask @{participant.handle}", participant.handle
    begun = Unsent.objects.create(person=leader, kind="answer", discussion=discussion, said={"text": said})
    asked, turned_down = (
        actions.ask_columnists(discussion.space, actor=facilitator, title=said, markdown=said, submission=uuid.uuid4())
        for _each in range(2)
    )
    actions.turn_down_question(turned_down, actor=leader, words=said)
    source = DiscussionFactory(space=discussion.space, planned_by=leader)
    PostFactory(discussion=source, author=leader, kind="prompt")
    target = Discussion.objects.get(pk=discussion.pk)
    seen = seen_of(source, target)
    actions.merge_discussion(source, target=target, actor=leader, reason=said, seen=seen)
    version = Discussion.objects.get(pk=target.pk).version

    erase_person(participant)

    for row in (begun, asked, turned_down, target):
        row.refresh_from_db()
    gone = f"Ask @former-{participant.pk}"
    assert traces_of(f"@{handle}") == set()
    assert (begun.said, begun.version, asked.title, asked.markdown) == ({"text": gone}, 2, gone, gone)
    assert (turned_down.words, Merge.objects.get().reason) == (gone, gone)
    assert target.version > version


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
    shown = {field.name: field.value() for field in response.context["form"]} if response.context else {}
    return response, {name: value for name, value in shown.items() if value is not None}


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
