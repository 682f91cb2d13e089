"""Lists of addresses, as programs write them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from communities.forms import lists as forms
from communities.forms.lists import ListForm
from communities.forms.lists_reading import decode, read_lines
from communities.models import Community, InvitationList, Role

TERMS = {"role": "10", "days": "14", "submission": "9a8d1e2c-0000-4000-8000-000000000001"}
ANA, BO = "ana@copse.example", "bo@copse.example"


def found(text):
    return [(line.number, line.email, line.verdict.value) for line in read_lines(text)]


BOTH = [(2, ANA, "ready"), (3, BO, "ready")]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{ANA}\n{BO}\n", [(1, ANA, "ready"), (2, BO, "ready")]),
        (f"email\n{ANA}\n{BO}", BOTH),
        (f"E-Mail\r\n{ANA}\r\n{BO}\r\n", BOTH),
        (f"name,email\nAna Lima,{ANA}\nBo,{BO}", BOTH),
        (f"Email;Name\n{ANA};Ana\n{BO};Bo", BOTH),
        (f"Name\tE-mail address\nAna\t{ANA}\nBo\t{BO}", BOTH),
        (f'"name","email"\n"Lima, Ana","{ANA}"\n"Bo ""B"" Berg","{BO}"', BOTH),
        (f'Name;Correo electrónico\n"Lima; Ana";{ANA}\n;{BO}', BOTH),
        (
            f"Ana Lima;{ANA}\nBo,{BO}\nCy\tcy@copse.example",
            [(1, ANA, "ready"), (2, BO, "ready"), (3, "cy@copse.example", "ready")],
        ),
        (f"Ana Lima <{ANA}>\n\n\n{BO}", [(1, ANA, "ready"), (4, BO, "ready")]),
        (f"{ANA}\r{BO}", [(1, ANA, "ready"), (2, BO, "ready")]),
        (f"{ANA}\n{ANA.upper()}", [(1, ANA, "ready"), (2, ANA.upper(), "doubled")]),
        ("ana at copse\nana@\n@copse.example", [(1, "", "bad"), (2, "", "bad"), (3, "", "bad")]),
        (f"{ANA}, {BO}", [(1, "", "several")]),
        (f"{ANA}, bo@", [(1, "", "several")]),
        (f"name,email\nAna\nBo,{BO}", [(2, "", "bad"), (3, BO, "ready")]),
        (f"people of ward 4\n{ANA}", [(1, "", "bad"), (2, ANA, "ready")]),
        (f'"{ANA}\n{BO}', [(1, ANA, "ready"), (2, BO, "ready")]),
        ("ana@exämple.org", [(1, "ana@xn--exmple-cua.org", "ready")]),
        (f"{ANA} {'x' * 1000}", [(1, "", "bad")]),
        (";;;\n,,\n\t\n", []),
        ("", []),
    ],
)
def test_a_list_is_read_line_by_line(text, lines):
    assert found(text) == lines


@pytest.mark.parametrize(
    "data",
    [
        f"name,email\nZoë,{ANA}".encode(),
        f"name,email\nZoë,{ANA}".encode("utf-8-sig"),
        f"name,email\nZoë,{ANA}".encode("latin-1"),
        f"name,email\nZoë – Ö,{ANA}".encode("cp1252"),
        f"name\temail\nZoë\t{ANA}".encode("utf-16"),
        f"name,email\r\nZo\x81,{ANA}\x1a".encode("latin-1"),
    ],
)
def test_whatever_wrote_the_file(data):
    assert found(decode(data)) == [(2, ANA, "ready")]


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n\x00",
        b"\xff\xfe\x00",
        "email".encode("utf-16-le"),
        b"\x01a@b.org",
    ],
)
def test_what_is_no_text_is_said_to_be_none(data):
    with pytest.raises(ValidationError, match="not a list in plain text"):
        decode(data)


def test_what_stands_there_is_kept_without_what_could_do_harm():
    line = read_lines("\u202eana\x00 at\tcopse " + "x" * 400)[0]

    assert line.text.startswith("ana at copse xxx")
    assert len(line.text) == 300


def form(text="", data=None, name="list.csv", **terms):
    files = {} if data is None else {"file": SimpleUploadedFile(name, data)}
    return ListForm({"addresses": text, **TERMS, **terms}, files, community=Community(), held=Role.LEADER)


def test_a_file_and_pasted_lines_are_the_same():
    pasted, sent = form(f"{ANA}\n{BO}"), form(data=f"{ANA}\n{BO}".encode())

    assert pasted.is_valid()
    assert sent.is_valid()
    assert pasted.lines == sent.lines
    assert (pasted.wish["file_name"], sent.wish["file_name"]) == ("", "list.csv")


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({}, "addresses", "There is no list yet."),
        ({"text": " \n "}, "addresses", "There is no list yet."),
        ({"text": ";;;\n,,"}, "addresses", "There is nothing in this list."),
        ({"data": b""}, "file", "There is nothing in this list."),
        ({"text": ANA, "data": ANA.encode()}, "addresses", "Take one of the two"),
        ({"data": b"PK\x03\x04\x00"}, "file", "not a list in plain text"),
        ({"data": b"x" * (forms.MOST_BYTES + 1)}, "file", "too large"),
        ({"text": "x" * (forms.MOST_BYTES + 1)}, "addresses", "too long"),
        ({"text": "x\n" * 5001}, "addresses", "this list has 5001"),
        ({"text": ANA, "days": "3"}, "days", "valid choice"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(given, field, said):
    refused = form(**given)

    assert not refused.is_valid()
    assert said in str(refused.errors[field]).replace(",", "").replace(said.replace(",", ""), said)


def test_five_thousand_lines_are_taken():
    most = form("\n".join(f"a{number}@copse.example" for number in range(InvitationList.MOST_LINES)))

    assert most.is_valid()
    assert len(most.lines) == 5000


def test_a_name_of_a_file_is_kept_short_and_harmless():
    sent = form(data=ANA.encode(), name="\u202e" + "x" * 300 + ".csv")

    assert sent.is_valid()
    assert len(sent.wish["file_name"]) <= 120
    assert "\u202e" not in sent.wish["file_name"]
