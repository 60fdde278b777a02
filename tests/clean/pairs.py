"""Reads the cases that stand beside the tests as plain text: what comes in, and what must come out.

    == what the case shows
    the text as it comes in
    --
    title: what the header says (title, spoken_on and place, each where there is one)

    the text as it must come out

In both parts `·` stands for a space at the end or start of a line, `¶` for an empty line at the end of a part.
"""

from pathlib import Path
from typing import NamedTuple

FIELDS = ("title: ", "spoken_on: ", "place: ")


class Pair(NamedTuple):
    """One case: `said` holds the header's fields."""

    name: str
    given: str
    said: dict[str, str]
    answer: str


def pairs(name: str) -> list[Pair]:
    content = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [_pair(case) for case in content.split("\n== ")[1:]]


def _pair(case: str) -> Pair:
    name, _, rest = case.partition("\n")
    given, divider, expected = rest.partition("\n--\n")
    assert divider, f"{name}: no line -- between what comes in and what comes out"
    said, lines = {}, expected.strip("\n").split("\n")
    while lines and lines[0].startswith(FIELDS):
        key, _, value = lines.pop(0).partition(": ")
        said[key] = value
    return Pair(name, _plain(given), said, _plain("\n".join(lines).strip("\n")))


def _plain(text: str) -> str:
    return text.replace("·", " ").replace("¶", "")
