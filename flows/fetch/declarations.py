"""What is read: one TOML file a source, checked key by key before anything is fetched."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from flows.clean.stated import FIELDS
from flows.errors import Refused
from flows.fetch.addresses import is_host_or_network
from flows.fetch.containers.tables import MEANINGS
from flows.fetch.patterns import complaint, groups_of
from flows.fetch.toml_file import LONGEST_SHOWN, MOST_PROBLEMS_TOLD, Line, read_toml, shown, told
from schemas.speeches import SPEAKER_ID
from schemas.words import Form, Language

SOURCE_ID = re.compile(r"[a-z0-9-]{1,60}")
PARENT_PART = ".."
LEAST_DELAY_SECONDS = 0.5
"""Between two requests to a public host, whatever a source declares."""

OF_A_TEXT = tuple(field for field in FIELDS if field != "published_offset")
"""What a table or a file's name may say of a text."""

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


def _expression(value: object) -> object:
    """Return a pattern as it is; a value error where it is none that can be matched in linear time."""
    if not isinstance(value, str) or not value:
        raise PydanticCustomError("expression", "a regular expression in quotes")
    if said := complaint(value):
        raise PydanticCustomError("expression", "a regular expression that can be matched in linear time: {said}", {"said": said})
    return value


def _name_pattern(value: object) -> object:
    """Return a pattern of file names as it is; a value error where it names none of what is told of a text."""
    pattern = str(_expression(value))
    names = groups_of(pattern)
    if unknown := sorted(names - set(OF_A_TEXT)):
        raise PydanticCustomError(
            "expression", "no group is named {name}; known names are {known}", {"name": unknown[0], "known": ", ".join(OF_A_TEXT)}
        )
    if not names:
        raise PydanticCustomError("expression", "a regular expression with a group such as (?P<spoken_on>…)")
    return pattern


def _timezone(value: object) -> object:
    """Return the name of a time zone as it is; a value error where the IANA database has none of that name."""
    try:
        if not isinstance(value, str):
            raise ZoneInfoNotFoundError
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise PydanticCustomError("timezone", "the name of a time zone") from error
    return value


def _private_place(value: object) -> object:
    """Return a host or network in small letters; a value error where it is none."""
    if not isinstance(value, str) or not is_host_or_network(value):
        raise PydanticCustomError("private_place", "a host's name, an IP address or a network")
    return value.lower()


def _columns(value: object) -> object:
    """Return what the columns of tables hold as it is; a value error where it says nothing of the text, or something unknown."""
    unknown = [key for key in value if key not in MEANINGS] if isinstance(value, dict) else []
    if not isinstance(value, dict) or unknown or (value and "text" not in value):
        raise PydanticCustomError("columns", "a table that names the column of the text")
    return value


Address = Annotated[str, BeforeValidator(_address)]
Expression = Annotated[str, BeforeValidator(_expression)]
NamePattern = Annotated[str, BeforeValidator(_name_pattern)]
Timezone = Annotated[str, BeforeValidator(_timezone)]
PrivatePlace = Annotated[str, BeforeValidator(_private_place)]


class Listing(BaseModel):
    """Pages of links: where they begin, which links are texts, which lead to more such pages, and how many are looked at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: Address
    links: Expression
    """What the address of a text matches."""
    next: Expression | None = None
    """What the address of a further page of links matches; without it, there is the one page."""
    most_pages: Annotated[StrictInt, Field(ge=1, le=100_000)] = 1_000
    """How many pages of links may be looked at in all."""


class MostLoss(BaseModel):
    """How many of its published speeches a source may lose or have rewritten in one run: beyond both, nothing is published."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Annotated[float, Field(ge=0, le=1)] = 0.1
    number: Annotated[StrictInt, Field(ge=0)] = 5


class SourceDeclaration(BaseModel):
    """One source as its TOML file declares it: where its texts are, what is known of them, and how politely they are asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source_id: str
    publisher: Line
    url: Address | None = None
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    licence: Line
    attribution: Line
    text_may_be_published: StrictBool
    least_speeches: Annotated[StrictInt, Field(ge=0, le=1_000_000_000)]
    country: CountryCode | None = None
    principal_speaker: SpeakerCode | None = None
    form: Form | None = None
    event: Line | None = None
    place: Line | None = None
    timezone: Timezone | None = None
    day_first: StrictBool | None = None
    metadata: Line | None = None
    corrections: tuple[Line, ...] = ()
    file_names: NamePattern | None = None
    files: Line | None = None
    columns: Annotated[dict[str, Line], BeforeValidator(_columns)] = {}
    addresses: tuple[Address, ...] = ()
    address_files: tuple[Line, ...] = ()
    feeds: tuple[Address, ...] = ()
    sitemaps: tuple[Address, ...] = ()
    listings: tuple[Listing, ...] = ()
    only: tuple[Expression, ...] = ()
    never: tuple[Expression, ...] = ()
    run_seconds: Annotated[StrictInt, Field(ge=1, le=86_400)] = 3_600
    delay_seconds: Annotated[float, Field(ge=0, le=3_600)] = 1.0
    requests_at_once: Annotated[StrictInt, Field(ge=1, le=8)] = 2
    obey_robots: StrictBool = True
    contact: Line | None = None
    may_reach_private_addresses: tuple[PrivatePlace, ...] = ()
    most_loss: MostLoss = MostLoss()

    @property
    def has_pages(self) -> bool:
        """Whether any of its texts lie on the web."""
        return bool(self.named or self.address_files or self.listings)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """The addresses that its file names: pages, feeds, sitemaps, listings, and the publisher's own."""
        own = (self.url,) if self.url else ()
        return (*own, *self.named, *(listing.address for listing in self.listings))

    @property
    def named(self) -> tuple[str, ...]:
        """The addresses of the keys that hold some: of texts, and of lists that name texts."""
        return tuple(address for key in OF_ADDRESSES for address in getattr(self, key))


class Key(NamedTuple):
    """A key of a source's file: what it may hold, in the words of a message, and what it means."""

    holds: str
    means: str
    is_required: bool = False


ADDRESSES = "a list of http:// or https:// addresses, each in quotes"
EXPRESSIONS = "a list of regular expressions in quotes (RE2: without look-around and back-references)"
KEYS = {
    "publisher": Key("a text in quotes", "who publishes the texts", is_required=True),
    "url": Key(
        "an http:// or https:// address in quotes", "the publisher's own address; texts lie on its site, or on those of the places below"
    ),
    "languages": Key(
        "a list of languages, each one of " + ", ".join(f'"{word}"' for word in Language),
        "the languages of the texts; one in another language is set aside",
        is_required=True,
    ),
    "licence": Key("a text in quotes", "the terms on which the texts are offered", is_required=True),
    "attribution": Key("a text in quotes", "the line that a user of the texts must show", is_required=True),
    "text_may_be_published": Key(
        "true or false, without quotes", "`true` where the licence lets the texts go to a store that is no folder", is_required=True
    ),
    "least_speeches": Key(
        "a whole number from 0 up, without quotes",
        "the least number of speeches that the source promises; a build with fewer fails",
        is_required=True,
    ),
    "country": Key(
        "two capital letters in quotes, as in ISO 3166-1 alpha-2",
        'the country whose offices are meant where a text says no more than “the President” (`"KZ"`)',
    ),
    "principal_speaker": Key(
        "a speaker's code in quotes: the name of a file in speakers/, without .toml", "the person whose words the texts are about"
    ),
    "form": Key("one of " + ", ".join(f'"{word}"' for word in Form), "how the texts carry the words; told from each text if left out"),
    "event": Key("a text in quotes", "the occasion of all its texts"),
    "place": Key("a text in quotes", "where the words of all its texts were said"),
    "timezone": Key(
        'the name of a time zone in quotes, such as "Asia/Almaty"',
        "the zone of its hours: a moment without an offset is read in it, and a day is the day there",
    ),
    "day_first": Key(
        "true or false, without quotes", "whether 10/02/2026 is in February (`true`) or in October; left out, such a day is unknown"
    ),
    "metadata": Key(
        "a file beside this file, in quotes: CSV, TSV, JSON Lines or Parquet",
        "a table that says of each text what it holds: a column `file` or `address` names the text, and the others are "
        + ", ".join(f"`{name}`" for name in OF_A_TEXT),
    ),
    "corrections": Key(
        "a list of CSV files beside this file, each in quotes",
        "what people found to be wrong with the texts, a row a correction: [corrections.md](../docs/corrections.md); they are no texts",
    ),
    "file_names": Key(
        "a regular expression in quotes (RE2), with named groups",
        "what the path of a file says of its text: `(?P<spoken_on>[0-9]{4}-[0-9]{2}-[0-9]{2}) (?P<speaker>[^.]+)`",
    ),
    "files": Key(
        "a folder or a pattern of files beside this file, in quotes",
        'texts in a folder, or by a pattern such as `"press/*.txt"`, never outside the folder of this file',
    ),
    "columns": Key(
        'a table such as { id = "id", text = "speech", spoken_on = "day" }; what may stand before the = is one of ' + ", ".join(MEANINGS),
        "the files that are tables (.csv, .tsv, .jsonl, .parquet, the first three also packed with gzip) hold a text a row: which of their "
        "columns holds what; `text` must be named",
    ),
    "addresses": Key(ADDRESSES, "pages, each with one text"),
    "address_files": Key(
        "a list of files beside this file, each in quotes",
        "lists of such addresses, one a line; a line that begins with `#` is none, and the list itself no text",
    ),
    "feeds": Key(ADDRESSES, "RSS, Atom or JSON feeds, which name new texts"),
    "sitemaps": Key(ADDRESSES, "sitemaps, or indexes of them, packed or not: they name texts, and say when these changed"),
    "listings": Key(
        'a list such as [{ address = "https://example.org/news", links = "/news/[0-9]+$", next = "[?]page=", most_pages = 100 }]',
        "pages of links: `links` is what the address of a text matches, `next` what that of a further such page does, "
        "`most_pages` how many are looked at (1,000)",
    ),
    "only": Key(EXPRESSIONS, "what the address of a text must match: one of them, anywhere in its canonical form"),
    "never": Key(EXPRESSIONS, "what the address of a text must not match: none of them"),
    "run_seconds": Key(
        "a whole number of seconds from 1 to 86400, without quotes",
        "how long one run may ask for pages (3,600); the next one goes on from there",
    ),
    "delay_seconds": Key(
        "a number of seconds from 0 to 3600, without quotes",
        f"the least time from one request to the next at one host (1); below {LEAST_DELAY_SECONDS} on private hosts alone",
    ),
    "requests_at_once": Key("a whole number from 1 to 8, without quotes", "how many requests may be under way at one host (2)"),
    "obey_robots": Key("true or false, without quotes", "`false` where the publisher has allowed what robots.txt forbids"),
    "contact": Key("a text in quotes", "where the people who run the sites reach you (mail or web); it stands in the User-Agent"),
    "may_reach_private_addresses": Key(
        'a list of hosts or networks, without ports and each in quotes, such as ["127.0.0.1", "10.0.0.0/8", "wiki.internal"]',
        "hosts that are not public and may be asked all the same; all others that are not are refused",
    ),
    "most_loss": Key(
        "a table such as { share = 0.1, number = 5 }",
        "how many published speeches may go or be rewritten in one run: more than both the share (0.1) and the number (5), or all of them "
        "gone, publish nothing",
    ),
}
# What the tables within hold.
WITHIN = {
    "listings": {
        "address": "an http:// or https:// address in quotes",
        "links": "a regular expression in quotes",
        "next": "a regular expression in quotes",
        "most_pages": "a whole number from 1 to 100000, without quotes",
    },
    "most_loss": {"share": "a number from 0 to 1", "number": "a whole number from 0 up"},
}
HOLDS = {name: key.holds for name, key in KEYS.items()}
EXAMPLE = re.compile(r"such as ([\[{].*[\]}])")
OF_ADDRESSES = tuple(name for name, key in KEYS.items() if key.holds == ADDRESSES)
PLACES = tuple(name for name in KEYS if name in ("files", "address_files", "listings", *OF_ADDRESSES))


def keys_table() -> str:
    """Return the keys of a source's file as a table in Markdown."""
    lines = ["| key | | what it holds | what it means |", "| --- | --- | --- | --- |"]
    for name, key in KEYS.items():
        need = "required" if key.is_required else "at least one" if name in PLACES else ""
        holds = EXAMPLE.sub(r"such as `\1`", key.holds).replace("|", "&#124;")
        lines.append(f"| `{name}` | {need} | {holds} | {key.means} |")
    return "\n".join(lines) + "\n"


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


def read_source(path: Path) -> SourceDeclaration:
    """Read one source's file; Refused where it is wrong: the message then names every problem."""
    if not path.is_file():
        raise Refused(f"{path}: no such file; name a source's TOML")
    found = _source_or_problems(path)
    if isinstance(found, SourceDeclaration):
        return found
    raise Refused(told(found))


def _source_or_problems(path: Path) -> SourceDeclaration | list[str]:
    code = path.stem
    if not SOURCE_ID.fullmatch(code):
        return [f"{path}: a source's file is named with 1 to 60 of a-z, 0-9 and -, then .toml; found {path.name!r}"]
    table = read_toml(path)
    problems = unknown_keys(path, "", table, HOLDS) + _unknown_within(path, table)
    known = {key: value for key, value in table.items() if key in HOLDS}
    found: SourceDeclaration | None = None
    try:
        found = SourceDeclaration(source_id=code, **known)
    except ValidationError as error:
        problems += [
            problem(path, detail, {**HOLDS, **_holds_within(detail)}) for detail in error.errors() if detail["type"] != UNKNOWN_KEY
        ]
    twice = [sentence for key in ("languages", *OF_ADDRESSES) for sentence in _twice(key, known)]
    problems += [f"{path}: {sentence}" for sentence in (*_places(known), *_impatience(known), *twice)]
    if found is None or problems:
        return list(dict.fromkeys(problems))
    return found


UNKNOWN_KEY = "extra_forbidden"


def _unknown_within(path: Path, table: dict[str, Any]) -> list[str]:
    sentences = []
    for key, holds in WITHIN.items():
        value = table.get(key)
        entries = value if isinstance(value, list) else [value]
        for index, entry in enumerate(entries):
            place = f"{key}[{index}]." if isinstance(value, list) else f"{key}."
            sentences += unknown_keys(path, place, entry, holds) if isinstance(entry, dict) else []
    return sentences


def _holds_within(detail: ErrorDetails) -> dict[str, str]:
    """Return what the keys of the table hold in which something is wrong; nothing where it is none within another."""
    return WITHIN.get(str(detail["loc"][0]), {}) if len(detail["loc"]) > 1 and isinstance(detail["loc"][-1], str) else {}


def _places(known: dict[str, Any]) -> list[str]:
    """Return what is wrong with where the texts are said to be."""
    if not any(key in known for key in PLACES):
        return [f"{', '.join(PLACES)}: at least one of them says where the texts are; none is there"]
    sentences = [f"{key} = []: name at least one, or leave it out" for key in PLACES if known.get(key) == []]
    listed = [(key, name) for key in ("address_files", "corrections") if isinstance(known.get(key), list) for name in known[key]]
    for key, name in [("files", known.get("files")), ("metadata", known.get("metadata")), *listed]:
        if isinstance(name, str) and (Path(name).is_absolute() or PARENT_PART in Path(name).parts or "\\" in name):
            sentences.append(f"{key} = {shown(name)}: must stay within the folder of this file: no leading /, no .. and no \\")
    return sentences


def _impatience(known: dict[str, Any]) -> list[str]:
    delay = known.get("delay_seconds", 1)
    if isinstance(delay, int | float) and 0 <= delay < LEAST_DELAY_SECONDS and not known.get("may_reach_private_addresses"):
        return [
            f"delay_seconds = {delay}: public hosts are asked at most every {LEAST_DELAY_SECONDS} seconds; "
            "less is for those in may_reach_private_addresses"
        ]
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
    reason = f" ({detail['msg']})" if detail["type"] in ("address", "expression", "line", "string_too_long") else ""
    return f"{path}: {wrong.place} = {shown(detail['input'])}: must be {allowed}{reason}"


def _wrong(detail: ErrorDetails) -> Wrong:
    keys = [str(step) for step in detail["loc"] if isinstance(step, str)]
    place = ""
    for step in detail["loc"]:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return Wrong(keys[-1] if keys else "", place)
