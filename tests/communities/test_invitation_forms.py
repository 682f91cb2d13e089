from zoneinfo import ZoneInfo

import pytest
import time_machine

from communities.forms.invitations import BAD_LINES_NAMED, GuestForm, InvitationForm, read_addresses
from communities.models import Community, Role

VALID = {"role": "10", "days": "14"}


@pytest.mark.parametrize(
    ("text", "addresses", "bad"),
    [
        ("ana@copse.example", ["ana@copse.example"], []),
        ("ana@copse.example, bo@copse.example;cy@copse.example\n\ndi@copse.example ", list("abcd"), []),
        ("Ana Lima <ana@copse.example>, Bo <bo@copse.example>", list("ab"), []),
        ('"Lima, Ana" <ana@copse.example>', list("a"), []),
        ("Lima, Ana <ana@copse.example>, bo@copse.example", list("ab"), []),
        ("< ana@copse.example >", list("a"), []),
        ("Ana@Copse.example\nana@copse.example", ["Ana@Copse.example"], []),
        ("ana\nbo@copse.example", list("b"), ["ana"]),
        ("call Bo at work", [], ["call Bo at work"]),
        ("Ana <ana@>, bo@, <bo@copse.example>", list("b"), ["ana@", "bo@"]),
        ("x" * 300 + "@copse.example", [], ["x" * 300 + "@copse.example"]),
        ("ana@exämple.org", ["ana@xn--exmple-cua.org"], []),
        ("Ümlaut@exämple.org", [], ["Ümlaut@exämple.org"]),
        ("ana@" + "ä" * 80 + ".org", [], ["ana@" + "ä" * 80 + ".org"]),
        ('"see, below" please, ana@copse.example, all of you', list("a"), ['"see, below" please', "all of you"]),
        ('"ana@copse.example"', list("a"), []),
        ("", [], []),
    ],
)
def test_a_pasted_list_is_read(text, addresses, bad):
    names = {"a": "ana@copse.example", "b": "bo@copse.example", "c": "cy@copse.example", "d": "di@copse.example"}
    found, rest = read_addresses(text)

    assert sorted(found) == sorted(names.get(each, each) for each in addresses)
    assert rest == bad


BAD = "ana@copse.example\nbo at copse\n<di@>"


def test_what_is_no_address_is_named_and_may_be_left_out():
    form = InvitationForm({"addresses": BAD, **VALID}, community=Community(), held=Role.LEADER)

    assert form.errors == {"addresses": ["2 entries are no e-mail addresses."]}
    assert (form.bad_named, form.bad_unnamed, form.may_leave_out) == (["bo at copse", "<di@>"], 0, True)
    without = InvitationForm({"addresses": BAD, "leave_out": "on", **VALID}, community=Community(), held=Role.LEADER)
    assert without.is_valid()
    assert (without.wish["emails"], "leave_out" in without.wish) == (["ana@copse.example"], False)


def test_much_that_is_no_address_is_counted():
    form = InvitationForm(
        {"addresses": "ana@copse.example" + "\nx" * (BAD_LINES_NAMED + 3), **VALID},
        community=Community(),
        held=Role.LEADER,
    )

    assert not form.is_valid()
    assert (len(form.bad_named), form.bad_unnamed) == (BAD_LINES_NAMED, 3)


def test_a_list_without_any_address_is_left_out_by_nobody():
    form = InvitationForm(
        {"addresses": "Ümlaut@copse.example", "leave_out": "on", **VALID}, community=Community(), held=Role.LEADER
    )

    assert "There is no e-mail address in this." in form.errors["addresses"][0]
    assert not form.may_leave_out


def test_two_hundred_at_a_time():
    many = "\n".join(f"a{number}@copse.example" for number in range(201))

    assert InvitationForm({"addresses": many, **VALID}, community=Community(), held=Role.LEADER).errors[
        "addresses"
    ] == ["At most 200 addresses at a time, please."]


@pytest.mark.parametrize(
    ("held", "offered"),
    [(Role.FACILITATOR, [10, 20]), (Role.MODERATOR, [10, 20, 30]), (Role.LEADER, [10, 20, 30, 40])],
)
def test_roles_up_to_one_s_own_are_offered(held, offered):
    assert [
        value for value, _label in InvitationForm(community=Community(), held=held).fields["role"].choices
    ] == offered


def test_participants_ask_one_person_and_choose_no_role():
    form = InvitationForm(
        {"addresses": "ana@copse.example bo@copse.example", "days": "7"}, community=Community(), held=Role.PARTICIPANT
    )

    assert "role" not in form.fields
    assert form.errors == {"addresses": ["One person at a time, please. The team can invite many at once."]}


@time_machine.travel("2026-03-03T23:30:00Z", tick=False)
@pytest.mark.parametrize(
    ("day", "until"),
    [
        ("2026-03-04", "2026-03-04T23:59:59+01:00"),  # it is the fourth already by the community's clock
        ("2026-03-29", "2026-03-29T23:59:59+02:00"),
        ("2026-03-03", None),
        ("2029-12-31", None),
    ],
)
def test_the_last_day_ends_by_the_community_s_clock(day, until):
    form = GuestForm({"email": "ana@copse.example", "last_day": day}, zone=ZoneInfo("Europe/Paris"))

    assert form.is_valid() is (until is not None)
    if until:
        assert form.until.isoformat() == until
