"""What is read: one TOML file a source, checked key by key before anything is fetched."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from flows.errors import Refused
from flows.fetch.toml_file import LONGEST_SHOWN, MOST_PROBLEMS_TOLD, Line, read_toml, shown, told
from schemas.speeches import SPEAKER_ID
from schemas.words import Form, Language

SOURCE_ID = re.compile(r"[a-z0-9-]{1,60}")
PARENT_PART = ".."

CountryCode = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Z]{2}$")]
SpeakerCode = Annotated[str, StringConstraints(strict=True, pattern=rf"^{SPEAKER_ID}$")]


def _address(value: object) -> object:
    """Return an http(s) address as it is; a value error where it is none, or holds a name and password."""
    if not isinstance(value, str) or not value.isprintable() or " " in value:
        raise PydanticCustomError("address", "an address in quotes, without spaces, such as https://example.org/news/1")
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018  (reading it is what checks it)
    except ValueError as error:
        raise PydanticCustomError("address", "an http:// or https:// address ({error})", {"error": str(error)}) from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise PydanticCustomError("address", "an http:// or https:// address with a host")
    if parts.username or parts.password:
        raise PydanticCustomError("address", "an address without a user's name and password")
    return value


Address = Annotated[str, BeforeValidator(_address)]


class SourceDeclaration(BaseModel):
    """One source as its TOML file declares it; the texts are `files` beside that file, or pages at `addresses`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_id: str
    publisher: Line
    url: Address | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    licence: Line
    attribution: Line
    text_may_be_published: StrictBool
    least_speeches: Annotated[StrictInt, Field(ge=0)]
    """The least number of speeches that the source promises."""
    country: CountryCode | None = None
    """The country whose offices a bare role means (ISO 3166-1 alpha-2)."""
    principal_speaker: SpeakerCode | None = None
    form: Form | None = None
    """How its texts carry the words; told from each text where left out."""
    files: Line | None = None
    """A folder, or a pattern of files, relative to the folder of the TOML file and within it."""
    addresses: tuple[Address, ...] = ()
    may_reach_private_addresses: StrictBool = False
    """True where its pages lie on this machine or a private network: those addresses are refused otherwise."""


# What a key holds, in the words of a message.
HOLDS = {
    "publisher": "a text in quotes",
    "url": "an http:// or https:// address in quotes",
    "languages": "a list of languages, each one of " + ", ".join(f'"{word}"' for word in Language),
    "licence": "a text in quotes",
    "attribution": "a text in quotes",
    "text_may_be_published": "true or false, without quotes",
    "least_speeches": "a whole number from 0 up, without quotes",
    "country": "two capital letters in quotes, as in ISO 3166-1 alpha-2",
    "principal_speaker": "a speaker's code in quotes: the name of a file in speakers/, without .toml",
    "form": "one of " + ", ".join(f'"{word}"' for word in Form),
    "files": "a folder or a pattern of files beside this file, in quotes",
    "addresses": "a list of http:// or https:// addresses, each in quotes",
    "may_reach_private_addresses": "true or false, without quotes",
}


def read_sources(folder: Path) -> list[SourceDeclaration]:
    """Read every `*.toml` that lies directly in the folder, in the order of their names.

    Refused where the folder is missing or holds none, or where files are wrong: the message then names every problem.
    """
    if not folder.is_dir():
        raise Refused(f"{folder}: no such folder; name the folder that holds the source files (*.toml)")
    paths = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
    if not paths:
        raise Refused(f"{folder}: holds no source; add a file such as {folder / 'example.toml'}")
    declarations, problems = [], []
    for path in paths:
        found = _source_or_problems(path)
        if isinstance(found, SourceDeclaration):
            declarations.append(found)
        else:
            problems.extend(found)
    if problems:
        raise Refused(told(problems))
    return declarations


def _source_or_problems(path: Path) -> SourceDeclaration | list[str]:
    code = path.stem
    if not SOURCE_ID.fullmatch(code):
        return [f"{path}: a source's file is named with 1 to 60 of a-z, 0-9 and -, then .toml; found {path.name!r}"]
    table = read_toml(path)
    problems = unknown_keys(path, "", table, HOLDS)
    known = {key: value for key, value in table.items() if key in HOLDS}
    found: SourceDeclaration | None = None
    try:
        found = SourceDeclaration(source_id=code, **known)
    except ValidationError as error:
        problems += [problem(path, detail, HOLDS) for detail in error.errors()]
    problems += [f"{path}: {sentence}" for sentence in (*_places(known), *_twice("languages", known), *_twice("addresses", known))]
    if found is None or problems:
        return list(dict.fromkeys(problems))
    return found


def _places(known: dict[str, Any]) -> list[str]:
    """Return what is wrong with where the texts are said to be."""
    if ("files" in known) == ("addresses" in known):
        both = "both are there" if "files" in known else "neither is there"
        return [f"files, addresses: exactly one of them says where the texts are; {both}"]
    files, addresses = known.get("files"), known.get("addresses")
    if isinstance(files, str) and (Path(files).is_absolute() or PARENT_PART in Path(files).parts or "\\" in files):
        return [f"files = {shown(files)}: must stay within the folder of this file: no leading /, no .. and no \\"]
    if addresses == []:
        return ["addresses = []: name at least one address"]
    return []


def _twice(key: str, known: dict[str, Any]) -> list[str]:
    values = known.get(key)
    counted = Counter(map(str, values)) if isinstance(values, list) else Counter()
    return [f"{key}: {shown(value)} stands there twice" for value, times in counted.items() if times > 1]


class Wrong(NamedTuple):
    """Where a value is wrong: the key's name in its file, and the path of keys to it."""

    key: str
    place: str


def unknown_keys(path: Path, place: str, table: dict[str, Any], holds: dict[str, str]) -> list[str]:
    """Return one sentence for each key that is none of `holds`, with the nearest that is."""
    sentences: list[str] = []
    for key in table:
        if key not in holds:
            nearest = difflib.get_close_matches(key, holds, n=1) if len(sentences) < MOST_PROBLEMS_TOLD else []
            meant = f"did you mean {nearest[0]!r}? " if nearest else ""
            name = key if key.isprintable() and len(key) < LONGEST_SHOWN else shown(key)
            sentences.append(f"{path}: {place}{name}: no such key; {meant}Allowed keys: {', '.join(holds)}")
    return sentences


def problem(path: Path, detail: ErrorDetails, holds: dict[str, str]) -> str:
    """Return one sentence on a value that pydantic refused: file, key, what was found, what is allowed."""
    wrong = _wrong(detail)
    allowed = holds.get(wrong.key, detail["msg"])
    if detail["type"] == "missing":
        return f"{path}: {wrong.place}: is missing; it holds {allowed}"
    reason = f" ({detail['msg']})" if detail["type"] in ("address", "line", "string_too_long") else ""
    return f"{path}: {wrong.place} = {shown(detail['input'])}: must be {allowed}{reason}"


def _wrong(detail: ErrorDetails) -> Wrong:
    keys = [str(step) for step in detail["loc"] if isinstance(step, str)]
    place = ""
    for step in detail["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return Wrong(keys[-1] if keys else "", place)
