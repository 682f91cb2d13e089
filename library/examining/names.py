"""What a file is called: one line without tricks, with the ending of what it holds."""

import re
import unicodedata
from pathlib import PurePosixPath

from library.formats import BY_ENDING, Format

LONGEST = 120
_JOINERS = "\u200c\u200d"  # without which words of some languages fall apart
_SPOILING = re.compile(r'[<>:"|?*]')  # no name on some machines
_USUAL = "file"


def clean_name(name: str) -> str:
    """The last part of `name`, without what cannot be seen or turns the direction of reading; LONGEST signs at most."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")[-1]
    seen = "".join(sign for sign in last if sign in _JOINERS or not unicodedata.category(sign).startswith("C"))
    one_line = re.sub(r"\s+", " ", _SPOILING.sub("-", seen)).strip(" .")
    stem, ending = split_ending(one_line)
    return (stem[: LONGEST - len(ending)].rstrip(" .") or _USUAL) + ending


def split_ending(name: str) -> tuple[str, str]:
    """("notes", ".txt") of "notes.txt"; a short word of letters and digits behind the last dot is an ending."""
    ending = PurePosixPath(name).suffix
    if not re.fullmatch(r"\.[A-Za-z0-9]{1,8}", ending):
        return name, ""
    return name[: -len(ending)], ending


def claimed(name: str) -> Format | None:
    """What the ending of a name says that the file is."""
    return BY_ENDING.get(split_ending(name)[1].lower())


def named_as(name: str, what: Format) -> str:
    """`name` with an ending of what the file is: nobody is led to open it as something else."""
    stem, ending = split_ending(name)
    if ending.lower() in what.endings:
        return name
    if ending.lower() not in BY_ENDING:  # "minutes.final", "start.bat"
        stem = stem + ending
    ending = what.endings[0]
    return stem[: LONGEST - len(ending)].rstrip(" .") + ending
