"""What spaces are called, and what stands in their addresses."""

import pytest

from communities.actions import archive_space, change_space, open_space
from communities.errors import NameTaken
from communities.models import Space
from tests.facts import verbs

pytestmark = pytest.mark.django_db

WISH = {"name": "Writing group", "access": "members", "starters": "everyone"}


def test_another_space_of_the_name_is_refused(community, leader):
    open_space(community, actor=leader, **WISH)

    with pytest.raises(NameTaken):
        open_space(community, actor=leader, **WISH | {"access": "private"})


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["Обратная связь", "Ролевая игра"], ["space", "space-2"]),
        (["C++", "C#"], ["c", "c-2"]),
        (["x" * 70, "x" * 71], ["x" * 60, f"{'x' * 58}-2"]),
    ],
)
def test_names_that_look_alike_in_an_address_are_told_apart(community, leader, names, slugs):
    opened = [open_space(community, actor=leader, name=name, access="members", starters="team") for name in names]

    assert [space.slug for space in opened] == slugs


@pytest.mark.parametrize(("name", "slug"), [("New", "new-2"), ("日本", "space"), ("!!!", "space")])
def test_every_name_gives_an_address(community, leader, name, slug):
    assert open_space(community, actor=leader, **WISH | {"name": name}).slug == slug


def test_no_space_takes_the_name_of_another(community, leader, room):
    space = open_space(community, actor=leader, **WISH)

    with pytest.raises(NameTaken):
        change_space(room, actor=leader, **WISH | {"name": "writing GROUP", "access": "private"})

    change_space(space, actor=leader, **WISH | {"name": "Readers"})
    with pytest.raises(NameTaken):
        open_space(community, actor=leader, **WISH | {"name": "Readers", "access": "private"})


def test_the_name_of_an_archived_space_opens_nothing(client, community, leader):
    """Who wishes for a new space is not shown into one in which nobody may write."""
    archived = open_space(community, actor=leader, **WISH)
    archive_space(archived, actor=leader)
    client.force_login(leader)

    with pytest.raises(NameTaken):
        open_space(community, actor=leader, **WISH)
    page = client.post("/c/campus/spaces/new/", WISH)

    assert (page.status_code, page.context["form"].errors["name"]) == (
        422,
        ["An archived space has this name. Open that for writing again, or choose another name."],
    )
    assert Space.objects.filter(name=WISH["name"]).get() == archived
    assert verbs() == ["space.opened", "space.archived"]
