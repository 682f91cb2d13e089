"""Files that go with what is said: they hang on it, stand in it, and leave it again."""

import pytest
from django.core.files.storage import default_storage

from accounts.effects import erase_person
from core.markdown import plain
from forums import actions
from forums.errors import TooManyFiles
from forums.models import Discussion, HeldPost, Post, PostFile
from forums.queries.files import address_in_text
from forums.queries.held import export_held
from library.errors import FileGone
from library.models import File
from tests.factories import FileFactory
from tests.forums.files import at, change, discussion, guide, picture, picture_of, post, say

__all__ = ["discussion", "guide", "picture", "post"]

pytestmark = pytest.mark.django_db


def shown(post, file, alt):
    return f'<img src="{at(post, file)}" alt="{alt}" width="60" height="40" loading="lazy">'


def test_an_image_stands_where_the_text_has_it_and_other_files_beneath(post, picture, guide):
    assert post.html == (
        f'<p dir="auto">Look:</p>\n<p dir="auto">{shown(post, picture, "Two beds")}</p>\n'
        f'<div class="files"><ul><li dir="auto"><a href="{at(post, guide)}">guide.txt</a> · TXT, 20\xa0bytes</li>'
        "</ul></div>"
    )
    assert Post.objects.get(pk=post.pk).html == post.html
    assert set(post.files.values_list("file", flat=True)) == {picture.pk, guide.pk}
    assert not File.objects.loose().exists()


def test_an_image_without_a_place_stands_at_the_end_under_its_name(discussion, participant, picture):
    said = say(discussion, participant, "As promised.", files=[picture])

    assert said.markdown == f"As promised.\n\n![wards]({address_in_text(picture)})"
    assert said.html.endswith(f'<p dir="auto">{shown(said, picture, "wards")}</p>')


def test_a_name_makes_no_markdown(discussion, participant):
    odd = picture_of(participant, "a](https://evil.example) ![x.jpg")

    said = say(discussion, participant, files=[odd])

    assert "evil.example" not in said.html.replace('alt="a https://evil.example x"', "")
    assert f'src="{at(said, odd)}"' in said.html


def test_an_image_that_code_swallows_is_listed(discussion, participant, picture):
    said = say(discussion, participant, "```\nnever closed", files=[picture])

    assert "<img" not in said.html
    assert f'<a href="{at(said, picture)}">wards.jpg</a>' in said.html


def test_files_alone_are_something(discussion, participant, guide):
    assert say(discussion, participant, "", files=[guide]).html.startswith('\n<div class="files">')


def test_a_double_click_is_one_post(discussion, participant, guide):
    from uuid import uuid4

    once = {"actor": participant, "markdown": "Here.", "submission": uuid4(), "files": [guide]}

    first, second = actions.reply(discussion, **once), actions.reply(discussion, **once)

    assert first == second
    assert PostFile.objects.count() == 1


def test_nobody_hangs_up_what_is_another_s(discussion, participant, leader):
    theirs = FileFactory(uploaded_by=leader)

    with pytest.raises(FileGone):
        say(discussion, participant, files=[theirs])

    assert not PostFile.objects.exists()
    assert discussion.posts.count() == 1


def test_an_image_of_somebody_else_is_words(discussion, participant, leader):
    theirs = picture_of(leader)

    said = say(discussion, participant, f"Look: ![Two beds]({address_in_text(theirs)})")

    assert said.html == '<p dir="auto">Look: Two beds</p>'
    assert File.objects.loose().get() == theirs


def test_an_image_of_another_post_is_words(post, discussion, participant, leader, picture):
    for writer in (participant, leader):
        for address in (address_in_text(picture), at(post, picture)):
            again = say(discussion, writer, f"Look: ![Two beds]({address})")

            assert again.html == '<p dir="auto">Look: Two beds</p>'
            assert not again.files.exists()


def test_one_file_hangs_on_one_post(post, discussion, participant, guide):
    with pytest.raises(FileGone):
        say(discussion, participant, files=[guide])


def test_ten_files_go_with_a_post_and_no_more(discussion, participant):
    files = [FileFactory(uploaded_by=participant) for _ in range(PostFile.MOST + 1)]

    with pytest.raises(TooManyFiles):
        say(discussion, participant, files=files)

    assert say(discussion, participant, files=files[1:]).files.count() == PostFile.MOST


def test_what_steers_takes_files(discussion, moderator):
    from uuid import uuid4

    mine = FileFactory(uploaded_by=moderator)

    said = actions.steer(
        discussion, actor=moderator, kind="restatement", markdown="Back to it.", submission=uuid4(), files=[mine]
    )

    assert at(said, mine) in said.html


def test_an_edit_keeps_what_it_does_not_mention(post, participant, picture, guide):
    edited = change(post, participant, f"Look again:\n\n![Three beds]({address_in_text(picture)})")

    assert shown(post, picture, "Three beds") in edited.html
    assert at(post, guide) in edited.html
    assert edited.files.count() == 2


def test_an_edit_takes_a_file_away_for_good(post, participant, picture, guide, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        edited = change(post, participant, "Nothing to look at.", files=[])

    assert edited.html == '<p dir="auto">Nothing to look at.</p>'
    assert not File.objects.exists()
    assert not default_storage.exists(picture.key)
    assert not default_storage.exists(guide.key)
    before = edited.revisions.get()
    assert before.html == '<p dir="auto">Look:</p>\n<p dir="auto">Two beds</p>'


def test_an_edit_adds_a_file_without_another_word(post, participant, picture, guide):
    new = FileFactory(uploaded_by=participant, name="more.txt")
    version = Discussion.objects.get(pk=post.discussion_id).version

    edited = change(post, participant, post.markdown, files=[guide, new])
    again = actions.edit_post(post, actor=participant, markdown=post.markdown, version=0, files=[guide, new])

    assert at(post, new) in edited.html
    assert (edited.version, again.version) == (1, 1)
    assert Discussion.objects.get(pk=post.discussion_id).version == version + 1


def test_what_waits_takes_its_files_along(commons, community, moderator, participant, picture, guide):
    community.holds_first_posts = True
    community.save()
    from tests.factories import DiscussionFactory

    waiting = say(DiscussionFactory(space=commons), participant, f"![Two beds]({address_in_text(picture)})", [guide])
    assert isinstance(waiting, HeldPost)
    assert {row.get_absolute_url() for row in waiting.files.all()} == {
        f"/held/{waiting.pk}/files/{file.pk}/" for file in (picture, guide)
    }

    said = actions.let_through(waiting, actor=moderator, version=0)

    assert shown(said, picture, "Two beds") in said.html
    assert at(said, guide) in said.html
    assert not waiting.files.exists()


def test_what_waits_is_changed_with_its_files(community, commons, participant, guide):
    community.holds_first_posts = True
    community.save()
    from tests.factories import DiscussionFactory

    waiting = say(DiscussionFactory(space=commons), participant, files=[guide])

    changed = actions.change_held(waiting, actor=participant, markdown="As promised.", version=0, files=[])

    assert changed.version == 1
    assert not File.objects.exists()


def test_a_removed_post_keeps_its_files_to_be_brought_back(post, participant, picture):
    actions.remove_post(post, actor=participant)
    actions.restore_post(post, actor=participant)

    assert post.files.count() == 2
    assert Post.objects.get(pk=post.pk).html == post.html


def test_erasure_leaves_the_files_of_what_stands_and_takes_those_of_what_does_not(
    post, discussion, participant, picture, guide
):
    gone = say(discussion, participant, files=[FileFactory(uploaded_by=participant)])
    actions.remove_post(gone, actor=participant)

    erase_person(participant)

    assert set(File.objects.all()) == {picture, guide}
    assert at(post, picture) in Post.objects.get(pk=post.pk).html


def test_another_name_leaves_the_files_where_they_are(post, participant, leader, picture, guide):
    change(post, participant, f"{post.markdown}\n\n@{leader.handle}")
    leader.display_name = "Lea Renamed"
    leader.save()
    from forums.effects.mentions import renew_names

    renew_names(leader)

    html = Post.objects.get(pk=post.pk).html
    assert "Lea Renamed" in html
    assert shown(post, picture, "Two beds") in html
    assert at(post, guide) in html


def test_a_list_says_what_is_on_an_image_and_names_no_file(post):
    assert plain(post.html, 100) == "Look: Two beds"


def test_a_mail_has_words_in_place_of_an_image(post):
    assert "[image: Two beds]" in post.text
    assert "<img" not in post.html_of_mail
    assert "[image: Two beds]" in post.html_of_mail


def test_the_files_of_what_waited_are_exported_in_one_go(discussion, participant, django_assert_num_queries):
    for number in range(3):
        held = HeldPost.objects.create(discussion=discussion, author=participant, markdown="As promised.")
        PostFile.objects.create(held=held, file=FileFactory(uploaded_by=participant, name=f"guide{number}.txt"))

    with django_assert_num_queries(3):
        found = export_held(participant)["held_posts"]

    assert [row["files"][0]["name"] for row in found] == ["guide0.txt", "guide1.txt", "guide2.txt"]
