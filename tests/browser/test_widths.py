"""Nothing that people write makes a page wider than their screen."""

import pytest

from communities.models import Space
from tests.factories import DiscussionFactory, PostFactory


@pytest.mark.parametrize("width", [360, 1280])
def test_unbroken_words_stay_within_the_page(visit, commons, participant, width):
    discussion = DiscussionFactory(space=commons, title="W" * 200)
    Space.objects.create(community=commons.community, slug="wide", name="W" * 80, access="members")
    participant.display_name = "W" * 80
    participant.save(update_fields=["display_name"])
    PostFactory(discussion=discussion, author=participant, markdown=f"# {'W' * 200}\n\n{'W' * 200}")

    page = visit(discussion.get_absolute_url(), person=participant, width=width)
    addresses = [page.url, f"{page.url.rsplit('/', 2)[0]}/reply/?to=1", "/", "/c/campus/", "/c/campus/discussions/"]
    addresses += ["/c/campus/invitations/new/", "/account/", "/account/profile/"]

    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
