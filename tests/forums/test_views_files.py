"""The files of posts are read where the words are, and chosen where they are written."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums import actions
from forums.models import HeldPost, Post, PostFile
from forums.queries.files import address_in_text, loose_in, with_links_to_images
from library.models import File
from tests.factories import FileFactory
from tests.forums.files import at, discussion, guide, picture, post, say
from tests.library.uploads import HTML, image

__all__ = ["discussion", "guide", "picture", "post"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(client, leader):
    client.force_login(leader)
    return client


@pytest.fixture
def writing(client, participant):
    client.force_login(participant)
    return client


def reply_url(discussion):
    return reverse("forums:reply", args=[discussion.pk])


def said(text="As promised.", **more):
    return {"text": text, "submission": uuid4(), **more}


def photo(name="wards.jpg"):
    return SimpleUploadedFile(name, image())


def status_of(client, address):
    response = client.get(address)
    b"".join(response)  # what is opened is read to its end, and closed
    return response.status_code


def page_of(response):
    return response.content.decode()


def test_whoever_reads_the_words_gets_the_file(reading, post, picture, guide):
    response = reading.get(at(post, picture))

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(response) == image()
    assert response["Content-Security-Policy"].startswith("sandbox")
    saved = reading.get(at(post, guide))
    assert saved["Content-Disposition"].startswith("attachment")
    assert b"".join(saved) == b"Ask before you tell."


def test_a_file_is_at_the_address_of_its_own_post_alone(reading, post, discussion, participant, picture):
    other = say(discussion, participant)

    assert status_of(reading, at(other, picture)) == 404
    assert status_of(reading, reverse("library:loose-file", args=[picture.pk])) == 404


def test_a_removed_post_serves_nothing_until_it_is_back(reading, post, participant, leader, picture):
    actions.remove_post(post, actor=participant)
    assert status_of(reading, at(post, picture)) == 404
    reading.force_login(participant)
    assert status_of(reading, at(post, picture)) == 404

    actions.restore_post(post, actor=participant)

    assert status_of(reading, at(post, picture)) == 200


def test_what_a_report_hides_its_author_and_the_team_see(client, post, participant, moderator, picture, community):
    from tests.factories import MembershipFactory

    other = MembershipFactory(community=community).person
    Post.objects.filter(pk=post.pk).update(deleted_at=post.created_at)

    for person, status in ((participant, 200), (moderator, 200), (other, 404)):
        client.force_login(person)
        assert status_of(client, at(post, picture)) == status


def test_the_files_of_what_waits_are_its_author_s_and_the_team_s(
    client, community, discussion, participant, moderator, leader, guide, picture
):
    community.holds_first_posts = True
    community.save()
    waiting = say(discussion, participant, f"![Two beds]({address_in_text(picture)})", [guide])
    address = f"/held/{waiting.pk}/files/{picture.pk}/"
    from tests.factories import MembershipFactory

    other = MembershipFactory(community=community).person
    for person, status in ((participant, 200), (moderator, 200), (other, 404)):
        client.force_login(person)
        assert status_of(client, address) == status
    client.force_login(moderator)
    assert f'src="{address}"' in page_of(client.get(waiting.get_absolute_url()))

    actions.let_through(waiting, actor=moderator, version=0)

    assert status_of(client, address) == 404
    assert status_of(client, at(HeldPost.objects.get().post, picture)) == 200


def test_without_javascript_a_file_is_sent_with_the_words(writing, discussion):
    response = writing.post(reply_url(discussion), said(upload=[photo(), SimpleUploadedFile("a.txt", b"Ask.")]))

    assert response.status_code == 302
    post = discussion.posts.last()
    assert [row.file.name for row in post.files.all()] == ["wards.jpg", "a.txt"]
    assert f'<img src="{at(post, File.objects.get(name="wards.jpg"))}" alt="wards"' in post.html


def test_what_came_with_a_refused_answer_is_chosen_already(writing, discussion):
    refused = writing.post(reply_url(discussion), said("", upload=[photo()]))

    file = File.objects.get()
    assert refused.status_code == 422
    assert f'name="files" value="{file.pk}" checked' in page_of(refused)
    sent = writing.post(reply_url(discussion), said(files=["", file.pk], **{f"alt-{file.pk}": "Two [beds]"}))
    assert sent.status_code == 302
    assert 'alt="Two beds"' in discussion.posts.last().html


def test_a_refused_file_keeps_the_answer_from_being_sent(writing, discussion):
    response = writing.post(reply_url(discussion), said(upload=[photo(), SimpleUploadedFile("page.txt", HTML)]))

    page = page_of(response)
    assert response.status_code == 422
    assert "“page.txt” cannot be taken." in page
    assert "As promised." in page
    assert f'value="{File.objects.get().pk}" checked' in page
    assert discussion.posts.count() == 1


def test_a_file_that_is_gone_is_missed_and_not_left_out_in_silence(writing, discussion, guide):
    gone = guide.pk
    guide.delete()

    response = writing.post(reply_url(discussion), said(files=[gone]))

    assert response.status_code == 422
    assert "A file is not here any more." in page_of(response)


def test_a_double_click_is_one_post_with_its_file(writing, discussion, guide):
    answer = said(files=[guide.pk])

    assert [writing.post(reply_url(discussion), answer).status_code for _ in range(2)] == [302, 302]
    assert PostFile.objects.count() == 1


def test_nobody_chooses_what_is_another_s(writing, discussion, leader):
    theirs = FileFactory(uploaded_by=leader)

    assert writing.post(reply_url(discussion), said(files=[theirs.pk])).status_code == 422
    assert theirs.name not in page_of(writing.post(reply_url(discussion), said(files=[theirs.pk])))
    assert not PostFile.objects.exists()


def test_files_are_kept_while_somebody_writes(writing, discussion):
    response = writing.post(reverse("forums:files", args=[discussion.pk]), {"upload": photo()})

    file = File.objects.get()
    assert response.status_code == 200
    assert f'data-address="{address_in_text(file)}"' in page_of(response)
    assert "<html" not in page_of(response)


@pytest.mark.parametrize(("sent", "words"), [({}, "Choose a file."), ({"upload": "page"}, "cannot be taken")])
def test_a_file_that_is_not_taken_says_why(writing, discussion, sent, words):
    given = {name: SimpleUploadedFile("page.txt", HTML) for name in sent}

    response = writing.post(reverse("forums:files", args=[discussion.pk]), given)

    assert response.status_code == 422
    assert words in page_of(response)


def test_whoever_may_not_write_keeps_nothing(client, discussion, outsider):
    client.force_login(outsider)

    assert client.post(reverse("forums:files", args=[discussion.pk]), {"upload": photo()}).status_code == 403
    assert not File.objects.exists()


def test_a_look_beforehand_shows_the_image(writing, discussion, picture, guide):
    address = reverse("forums:preview", args=[discussion.pk])
    text = f"![Two beds]({address_in_text(picture)})"

    shown = page_of(writing.post(address, {"text": text, "files": [guide.pk]}, headers={"HX-Request": "true"}))

    assert f'<img src="{address_in_text(picture)}" alt="Two beds"' in shown
    assert "guide.txt" in shown


def test_an_edit_offers_what_hangs_there_and_drops_what_is_unticked(writing, post, picture, guide):
    address = reverse("forums:post-edit", args=[post.pk])
    assert f'name="files" value="{guide.pk}" checked' in page_of(writing.get(address))

    sent = {"text": post.markdown, "version": 0, "files": [""], "upload": [photo("new.jpg")]}
    assert writing.post(address, sent).status_code == 302

    edited = Post.objects.get(pk=post.pk)
    assert [row.file.name for row in edited.files.all()] == ["wards.jpg", "new.jpg"]
    assert 'alt="new"' in edited.html


def test_an_edit_that_speaks_of_no_files_leaves_them(writing, post):
    writing.post(reverse("forums:post-edit", args=[post.pk]), {"text": f"{post.markdown}\n\nMore.", "version": 0})

    assert post.files.count() == 2


def test_what_waits_is_changed_with_its_files(client, community, discussion, participant, guide):
    community.holds_first_posts = True
    community.save()
    waiting = say(discussion, participant, files=[guide])
    client.force_login(participant)
    address = reverse("forums:held-edit", args=[waiting.pk])
    assert f'name="files" value="{guide.pk}" checked' in page_of(client.get(address))

    client.post(address, {"text": "As promised.", "version": 0, "files": [""], "upload": [photo()]})

    assert [row.file.name for row in waiting.files.all()] == ["wards.jpg"]


def test_what_steers_takes_a_file(client, discussion, moderator):
    client.force_login(moderator)

    response = client.post(reverse("forums:restate", args=[discussion.pk]), said(upload=[photo()]))

    assert response.status_code == 302
    assert discussion.posts.last().files.count() == 1


def test_the_print_shows_images(reading, post, picture):
    page = page_of(reading.get(reverse("forums:print", args=[post.discussion_id])))

    assert f'<img src="{at(post, picture)}"' in page


def test_a_quotation_leads_to_the_image(post, picture):
    from forums.queries.quoting import quotation_of

    assert f"> [Two beds]({at(post, picture)})" in quotation_of(post)


def test_a_file_too_many_is_named_and_the_words_stay(writing, discussion):
    uploads = [SimpleUploadedFile(f"{number}.png", image()) for number in range(PostFile.MOST + 1)]

    response = writing.post(reply_url(discussion), said("As promised.", upload=uploads))

    assert response.status_code == 422
    assert "At most 10 files go with one post." in response.content.decode()
    assert "As promised." in response.content.decode()


def test_the_images_of_a_text_are_found_as_it_names_them(participant, picture):
    address = address_in_text(picture)

    assert loose_in(f"![a ![b [c\nd]({address})", participant) == [picture]
    assert loose_in(f"[a]({address}) ![b] c]({address}) ![d][e]({address})", participant) == []


def test_nothing_is_looked_for_in_what_is_longer_than_any_text(participant, picture, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert loose_in("![" * 500_000 + f"]({address_in_text(picture)})", participant) == []


def test_a_quotation_links_to_the_images_of_its_post_alone(post, picture):
    other = address_in_text(0)
    text = f"![a ![b]({address_in_text(picture)}) ![c]({other}) ![d]({address_in_text(picture)})!"

    said = with_links_to_images(text, post)

    assert said == f"[a ![b]({at(post, picture)}) ![c]({other}) [d]({at(post, picture)})!"


def test_whoever_may_not_write_there_has_nothing_of_theirs_read(client, discussion):
    """Also where the form would have to be filled in once more."""
    assert client.post(reply_url(discussion), said("", files=["999"])).status_code == 403
