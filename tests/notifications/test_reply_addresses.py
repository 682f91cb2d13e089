"""The addresses that take an answer by mail."""

import pytest
from django.core.signing import BadSignature
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from notifications.reply_addresses import read_reply_address, reply_address
from notifications.signed_addresses import LONGEST

DOMAIN = "reply.copse.example"
numbers = st.integers(min_value=0, max_value=2**28 - 1)


@pytest.fixture(autouse=True)
def site(settings):
    settings.INBOUND_DOMAIN = DOMAIN


@given(numbers, st.lists(numbers, max_size=4))
@hypothesis(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_put_in_comes_out_however_it_is_written(person, ids):
    address = reply_address(person, ids)

    assert read_reply_address(address) == (person, tuple(ids))
    assert read_reply_address(address.upper()) == (person, tuple(ids))


def test_it_fits_what_stands_before_the_sign():
    local, _at, domain = reply_address(2**34, [2**33, 2**35 - 1, 2**28, 3]).partition("@")

    assert (len(local), domain) <= (LONGEST, DOMAIN)
    assert local.removeprefix("reply+").isalnum()
    assert local == local.lower()


@pytest.mark.parametrize("at", [0, 3, 20, -3])
def test_one_other_sign_spoils_it(at):
    local, _at, domain = reply_address(7, [3, 12, 1, 2]).partition("@")
    signs = list(local.removeprefix("reply+"))
    signs[at] = "a" if signs[at] != "a" else "b"

    with pytest.raises(BadSignature):
        read_reply_address(f"reply+{''.join(signs)}@{domain}")


@pytest.mark.parametrize(
    "address",
    ["", "reply+", f"reply+@{DOMAIN}", f"reply+a@{DOMAIN}", f"reply+ä@{DOMAIN}", f"ana@{DOMAIN}", "x" * 5_000],
)
def test_what_is_none_is_refused(address):
    with pytest.raises(BadSignature):
        read_reply_address(address)


def test_it_belongs_to_one_domain_and_one_key(settings):
    address = reply_address(7, [3, 12, 1, 2])

    with pytest.raises(BadSignature):
        read_reply_address(address.replace(DOMAIN, "other.example"))
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another key, which came after it"
    with pytest.raises(BadSignature):
        read_reply_address(address)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert read_reply_address(address) == (7, (3, 12, 1, 2))
