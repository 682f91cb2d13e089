import pytest

from accounts.models import User
from core.paging import asked, by_name, number_in, page
from forums.models import Post
from tests.factories import DiscussionFactory, PostFactory, UserFactory


@pytest.fixture
def posts(db):
    discussion = DiscussionFactory()
    for _number in range(5):
        PostFactory(discussion=discussion)
    return Post.objects.all()


def numbers(found):
    return [row.number for row in found.rows]


def test_pages_follow_one_another_without_gap_or_overlap(posts):
    first = page(posts, key="number", size=2)
    second = page(posts, key="number", size=2, after=first.after)
    third = page(posts, key="number", size=2, after=second.after)

    assert [numbers(first), numbers(second), numbers(third)] == [[1, 2], [3, 4], [5]]
    assert (first.before, third.after) == (None, None)


def test_a_page_leads_back_to_the_one_before(posts):
    third = page(posts, key="number", size=2, after=4)

    second = page(posts, key="number", size=2, before=third.before)
    first = page(posts, key="number", size=2, before=second.before)

    assert [numbers(first), numbers(second)] == [[1, 2], [3, 4]]
    assert (first.before, first.after) == (None, 2)


def test_descending_pages_read_the_other_way(posts):
    first = page(posts, key="number", size=2, descending=True)
    second = page(posts, key="number", size=2, after=first.after, descending=True)
    back = page(posts, key="number", size=2, before=second.before, descending=True)

    assert [numbers(first), numbers(second), numbers(back)] == [[5, 4], [3, 2], [5, 4]]


def test_rows_may_be_dicts(posts):
    first = page(posts.values("number"), key="number", size=2)

    assert (list(first.rows), first.after) == ([{"number": 1}, {"number": 2}], 2)


def test_a_position_by_name_forgives_accents_and_capitals_and_is_one_of_a_kind(db):
    names = ["ozan", "Öztürk", "Pia", "PIA", "zoe", "Őri"]
    made = [UserFactory(display_name=name).pk for name in names]
    people = User.objects.filter(pk__in=made).annotate(position=by_name("display_name"))

    found = page(people, key="position", size=4)
    rest = page(people, key="position", size=4, after=found.after)

    assert [person.display_name for person in (*found.rows, *rest.rows)] == [
        "Őri",
        "ozan",
        "Öztürk",
        "Pia",
        "PIA",
        "zoe",
    ]
    assert len({person.position for person in people}) == len(names)


def test_nothing_is_an_empty_page(posts):
    found = page(posts.none(), key="number", size=2)

    assert (list(found.rows), found.after, found.before) == ([], None, None)


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("123456789", 123456789), ("", None), ("-7", None), (" 7", None), ("1_0", None)]
)
def test_a_number_in_an_address_is_digits_alone(text, number):
    assert number_in(text) == number


def test_a_number_that_no_id_reaches_is_none():
    assert number_in("9" * 18) == 10**18 - 1
    assert number_in("9" * 19) is None


@pytest.mark.parametrize(
    ("parameters", "position"),
    [
        ({}, {}),
        ({"after": "7"}, {"after": 7}),
        ({"before": "7"}, {"before": 7}),
        ({"after": "7", "before": "9"}, {"after": 7}),
        ({"after": "seven"}, {}),
    ],
)
def test_an_address_asks_for_a_position(parameters, position):
    assert asked(parameters) == position


def test_a_position_may_be_read_otherwise():
    assert asked({"before": "1.5"}, float) == {"before": 1.5}
    assert asked({"before": "x"}, float) == {}
