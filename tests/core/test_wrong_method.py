"""What somebody finds who opens an address to which things are only sent."""

import pytest
from django.urls import reverse


def test_an_address_that_only_takes_things_has_a_page_with_a_way_back(client, community, leader):
    client.force_login(leader)

    response = client.get(reverse("communities:requests-decline", args=["campus"]))

    page = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Nothing to open here" in page
    assert 'href="/c/campus/requests/"' in page


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_told_so_without_a_page(client, community, leader, method):
    client.force_login(leader)

    response = getattr(client, method)(reverse("communities:requests-decline", args=["campus"]))

    assert (response.status_code, response.content) == (405, b"")
