"""Replies beneath a post are folded away together, and nothing is torn apart by it."""

import html5lib
import pytest

from forums.actions import set_aside
from tests.factories import DiscussionFactory, PostFactory

pytestmark = pytest.mark.django_db

# Who answers whom: a line of four (2, 3, 4 and, beneath 3, 5) and one of two (6, 7); post 8 stands alone.
PARENTS = {1: None, 2: None, 3: 2, 4: 2, 5: 3, 6: None, 7: 6, 8: None, 9: 3}


@pytest.fixture
def discussion(commons, moderator):
    found = DiscussionFactory(space=commons)
    for number, parent in PARENTS.items():
        kind = "prompt" if number == 1 else "contribution"
        PostFactory(discussion=found, author=moderator, kind=kind, parent=parent and found.posts.get(number=parent))
    found.refresh_from_db()
    return found


def folds_in(page):
    """{number of the post above: numbers of the posts in the fold} of a page, as a browser reads it."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    found = {}
    for parent in tree.iter():
        for above, fold in zip(list(parent), list(parent)[1:], strict=False):
            if "replies" in fold.get("class", "").split():
                found[above.get("id")] = [each.get("id") for each in fold.iter("article")]
    return found


def test_replies_stand_in_a_fold_beneath_what_they_answer(client, discussion):
    page = client.get(discussion.get_absolute_url()).text

    assert folds_in(page) == {
        "post-2": ["post-3", "post-5", "post-9", "post-4"],
        "post-3": ["post-5", "post-9"],
    }
    assert '<details class="replies replies--0" open><summary>4 replies</summary>' in page


def test_a_line_that_is_set_aside_stays_whole(client, discussion, moderator):
    set_aside(discussion.posts.get(number=4), actor=moderator, words="About parking.")
    page = client.get(discussion.get_absolute_url()).text

    assert folds_in(page)["post-2"] == ["post-3", "post-5", "post-9", "post-4"]
    assert page.count("<details") == page.count("</details>")
    set_aside(discussion.posts.get(number=2), actor=moderator, words="About parking.")
    assert folds_in(client.get(discussion.get_absolute_url()).text)["post-3"] == ["post-5", "post-9"]


def test_paper_shows_all(client, discussion, moderator):
    client.force_login(moderator)

    page = client.get(f"/d/{discussion.pk}/print/").text

    assert "post-9" in page
    assert "replies--" not in page
