"""A TOML file as a person may have written it, or somebody hostile: read within bounds, or refused with one line that says where."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from flows.errors import Refused
from flows.fetch.whole import bytes_of

LARGEST_FILE_BYTES = 1_000_000
DEEPEST = 20
"""Tables and lists within one another."""
LARGEST_NUMBER = 2**63 - 1
"""The largest that TOML knows."""
LONGEST_SHOWN = 200
"""Code points of a value or a message that are told."""
LONGEST_LINE = 2_000
MOST_PROBLEMS_TOLD = 50

BYTE_ORDER_MARK = "\ufeff"
# more digits than any number that Python reads
LONG_NUMBER = re.compile(r"[0-9](?:_?[0-9]){4299}")
# a.b."c d".e: a hundred parts, which take their square to read
KEY_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:{KEY_PART}[ \t]*+\.[ \t]*+){{100}}")

# Controls, marks of direction and joiners, ends of lines and paragraphs, halves of pairs; and letters that are blank.
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def _seen(value: object) -> object:
    """Return a value as it is; a value error names the first character of a text that nobody sees."""
    hidden = next(filter(_is_unseen, value.strip()), None) if isinstance(value, str) else None
    if hidden is not None:
        name = f"U+{ord(hidden):04X} {unicodedata.name(hidden, '')}".rstrip()
        raise PydanticCustomError("line", "it holds {name}, which nobody sees", {"name": name})
    return value


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in UNSEEN_CATEGORIES or character in BLANK_LETTERS


Line = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=LONGEST_LINE), BeforeValidator(_seen)]
"""A text of one line, all of whose characters are seen."""


def read_toml(path: Path) -> dict[str, Any]:
    """Return the file's table; Refused, naming file and place, where it cannot be read as TOML or goes beyond all measure."""
    content = _content(path)
    if content.startswith(BYTE_ORDER_MARK):
        raise Refused(f"{path}: begins with a byte order mark; save it as UTF-8 without one")
    if (key := LONG_KEY.search(content)) is not None:
        raise Refused(f"{path}: line {_line(content, key.start())}: a key of more than 100 parts")
    try:
        table = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path}: is not TOML: {_cut(str(error))}") from error
    except RecursionError:
        raise Refused(f"{path}: line {_deep_line(content)}: lists or tables within one another, more than {DEEPEST}") from None
    except ValueError as error:  # what tomllib leaves to int()
        number = LONG_NUMBER.search(content)
        place = f"line {_line(content, number.start())}: " if number else ""
        raise Refused(f"{path}: {place}a number of too many digits") from error
    for problem in _beyond_measure(table):
        raise Refused(f"{path}: {problem}")
    return table


def _content(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise Refused(f"{path}: is no ordinary file")
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return bytes_of(path, LARGEST_FILE_BYTES, "no such file needs so many").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def shown(value: object) -> str:
    """Return a value as a message tells it: on one line, and cut where it is long."""
    return _cut(repr(value))


def told(problems: list[str]) -> str:
    """Return problems, one a line; of very many, the first and how many more there are."""
    rest = len(problems) - MOST_PROBLEMS_TOLD
    return "\n".join(problems[:MOST_PROBLEMS_TOLD] + ([f"and {rest} more such lines"] if rest > 0 else []))


def _beyond_measure(table: dict[str, Any]) -> list[str]:
    """Return the first place where a table is deeper, or holds a larger number, than messages and models can bear."""
    stack: list[tuple[Any, str, int]] = [(table, "", 0)]
    while stack:
        value, place, depth = stack.pop()
        if depth > DEEPEST:
            return [f"{_cut(place)}: lists or tables within one another, more than {DEEPEST}"]
        if isinstance(value, dict):
            stack += [(held, f"{place}.{key}" if place else str(key), depth + 1) for key, held in value.items()]
        elif isinstance(value, list):
            stack += [(held, f"{place}[{index}]", depth + 1) for index, held in enumerate(value)]
        elif isinstance(value, int) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            return [f"{_cut(place)}: a number of more than 64 bits"]
    return []


def _cut(text: str) -> str:
    plain = text if text.isprintable() else ascii(text)[1:-1]
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"


def _line(content: str, place: int) -> int:
    return content.count("\n", 0, place) + 1


def _deep_line(content: str) -> int:
    """Return the line on which more brackets than allowed are open."""
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", content):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > DEEPEST:
            return _line(content, bracket.start())
    return 1
