"""How people add to a library, and put right what is there."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from communities.models import Community, ExpectedResult
from library.models import File, Item, ItemAuthor, ItemFile
from tests.factories import FileFactory, MembershipFactory, UserFactory
from tests.library import uploads
from tests.library.uploads import image, sent
from tests.masking import body_of

pytestmark = pytest.mark.django_db

LIBRARY, ADD = "/c/campus/library/", "/c/campus/library/add/"


def form(space, **said):
    usual = {"kind": "tip", "title": "Ask first", "markdown": "Ask before you tell.", "licence": "by"}
    return usual | {"language": "en", "space": space.pk, "submission": uuid4()} | said


def page(response):
    return response.content.decode()


def test_adding_something_with_a_file(client, participant, members_room):
    client.force_login(participant)
    assert 'enctype="multipart/form-data"' in page(client.get(ADD))
    said = form(members_room, authors=f"@{participant.handle}\nAna Silva", upload=sent("board.png", image("PNG")))

    response = client.post(ADD, said)

    item = Item.objects.get()
    assert response.headers["Location"] == item.get_absolute_url()
    assert (item.title, item.space, item.is_draft) == ("Ask first", members_room, True)
    assert [str(author) for author in item.authors.all()] == ["Pia Participant", "Ana Silva"]
    assert item.files.get().file.name == "board.png"
    assert "You and those who keep the library see it" in page(client.get(item.get_absolute_url()))


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo.png", uploads.HTML), ("drawing.svg", uploads.SVG), ("empty.txt", b""), ("a.exe", b"MZ")],
)
def test_a_refused_file_is_named_and_what_was_typed_is_kept(client, participant, members_room, name, content):
    client.force_login(participant)

    response = client.post(ADD, form(members_room, markdown="Long words.", upload=SimpleUploadedFile(name, content)))

    assert response.status_code == 422
    assert f"“{name}” cannot be taken." in str(response.context["form"].errors["upload"])
    assert "Long words." in page(response)
    assert not Item.objects.exists()
    assert not File.objects.exists()


def test_a_good_file_is_kept_where_something_else_has_to_be_mended(client, participant, members_room):
    client.force_login(participant)
    refused = client.post(ADD, form(members_room, title="", upload=sent("board.png", image("PNG"))))
    file = File.objects.get()
    assert refused.status_code == 422
    assert "<b><bdi>board.png</bdi></b>" in page(refused)
    assert f'name="kept" value="{file.pk}"' in page(refused)

    client.post(ADD, form(members_room, kept=file.pk))

    assert Item.objects.get().files.get().file == file


def test_nobody_hangs_up_a_file_of_somebody_else(client, participant, moderator, members_room):
    client.force_login(participant)

    response = client.post(ADD, form(members_room, kept=FileFactory(uploaded_by=moderator).pk))

    assert response.status_code == 422
    assert not Item.objects.exists()


@pytest.mark.parametrize("line", ["@nobody-here", "@"])
def test_a_handle_that_nobody_has_is_refused(client, participant, members_room, line):
    client.force_login(participant)

    response = client.post(ADD, form(members_room, authors=line))

    assert "authors" in response.context["form"].errors
    assert not Item.objects.exists()


def test_authors_who_left_stay_authors(client, community, item, participant):
    left = UserFactory(display_name="Lee Left")
    ItemAuthor.objects.create(item=item, position=2, person=left)
    client.force_login(participant)
    edit = reverse("library:edit", args=[item.pk])
    shown = client.get(edit).context["form"]["authors"].value()

    response = client.post(edit, form(item.space, authors=shown, version=0))

    assert response.status_code == 302
    assert [author.person for author in item.authors.all()] == [participant, left]


def test_a_stale_edit_shows_both_and_loses_nothing(client, item, participant):
    client.force_login(participant)
    edit = reverse("library:edit", args=[item.pk])
    client.post(edit, form(item.space, markdown="First words.", version=0))

    response = client.post(edit, form(item.space, markdown="Second words.", version=0))

    assert response.status_code == 409
    assert "First words." in page(response)
    assert "Second words." in page(response)
    client.post(edit, form(item.space, markdown="Second words.", version=1))
    item.refresh_from_db()
    assert item.markdown == "Second words."


def test_a_newer_file_and_the_earlier_ones(client, item, participant, moderator, facilitator):
    client.force_login(participant)
    versions = reverse("library:versions", args=[item.pk])
    assert client.post(versions, {"note": "Shorter"}).status_code == 422

    client.post(versions, {"note": "Shorter", "upload": sent("short.txt", b"Ask.")})

    newest = ItemFile.objects.first()
    assert (newest.number, newest.note, newest.file.name) == (2, "Shorter", "short.txt")
    got = {}
    for person in (participant, moderator, facilitator):
        client.force_login(person)
        current = client.get(reverse("library:file", args=[item.pk]))
        assert b"".join(current.streaming_content) == b"Ask."
        earlier = client.get(reverse("library:version", args=[item.pk, 1]))
        body_of(earlier)
        got[person] = earlier.status_code
    assert got == {participant: 200, moderator: 200, facilitator: 404}
    assert "1 earlier version" not in page(client.get(item.get_absolute_url()))


def test_publish_take_down_and_put_back(client, draft, participant, moderator):
    client.force_login(participant)
    client.post(reverse("library:publish", args=[draft.pk]))
    client.force_login(moderator)
    down = reverse("library:take-down", args=[draft.pk])
    assert client.post(down, {"reason": ""}).status_code == 422

    client.post(down, {"reason": "It names a patient."})

    client.force_login(participant)
    response = page(client.get(draft.get_absolute_url()))
    assert "“It names a patient.”" in response
    assert "Put it back" not in response
    client.force_login(moderator)
    assert "Put it back" in page(client.get(draft.get_absolute_url()))
    client.post(reverse("library:put-back", args=[draft.pk]))
    draft.refresh_from_db()
    assert not draft.is_taken_down


def test_what_is_taken_down_is_gone_for_others_and_so_is_its_file(client, item, moderator, facilitator):
    Item.objects.filter(pk=item.pk).update(
        taken_down_at=timezone.now(), taken_down_by=moderator, taken_down_because="Outdated."
    )
    client.force_login(facilitator)

    for address in (item.get_absolute_url(), reverse("library:file", args=[item.pk])):
        assert client.get(address).status_code == 404
    assert item.title not in page(client.get(LIBRARY))


def test_without_a_library_nothing_is_added_and_what_is_there_is_read(client, item, participant):
    Community.objects.update(tools=["discussions"])
    client.force_login(participant)

    assert client.get(ADD).status_code == 403
    assert client.get(item.get_absolute_url()).status_code == 200
    assert f'href="{LIBRARY}"' not in page(client.get("/c/campus/members/"))


def test_what_it_works_towards_stands_at_the_result(client, community, item, participant):
    result = ExpectedResult.objects.create(community=community, position=1, text="A guide to feedback")
    client.force_login(participant)
    assert "Nothing that you can see works towards it yet" in page(client.get("/c/campus/charter/"))

    client.post(
        reverse("library:edit", args=[item.pk]), form(item.space, title="Our guide", version=0, result=result.pk)
    )

    charter = page(client.get("/c/campus/charter/"))
    assert "Nothing that you can see works towards it yet" not in charter
    assert "Our guide" in charter
    outside = MembershipFactory(community=community).person
    Item.objects.filter(pk=item.pk).update(state="draft", published_at=None)
    client.force_login(outside)
    assert "Our guide" not in page(client.get("/c/campus/charter/"))
