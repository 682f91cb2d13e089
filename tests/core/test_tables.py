import csv
import io

import pytest

from core.tables import csv_answer


def read(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_table_comes_back_as_it_was():
    rows = [["Ada, “A.”", "two\nlines", 3, None], ["Ñandú", "", -4, 1.5]]
    answer = csv_answer("people", ["Name", "Text", "Number", "None"], rows)

    assert read(answer) == [
        ["Name", "Text", "Number", "None"],
        ["Ada, “A.”", "two\nlines", "3", ""],
        ["Ñandú", "", "-4", "1.5"],
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="people.csv"'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r\n=1", "＝1"])
def test_nothing_can_be_taken_for_a_formula(text):
    [_heads, [cell]] = read(csv_answer("people", ["Name"], [[text]]))

    assert cell == f"'{text}"


def test_spreadsheets_are_told_that_it_is_utf_8():
    assert next(iter(csv_answer("people", ["Name"], []).streaming_content)) == "\ufeff".encode()
