"""Every number of docs/sources.md and of the keys is the code's; the table of keys is rendered from the declarations."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from flows.clean.cleaning import LEAST_WORDS
from flows.fetch.alike import NEARLY_NOTHING
from flows.fetch.declarations import KEYS, LEAST_DELAY_SECONDS, Listing, MostLoss, SourceDeclaration, keys_table
from flows.fetch.discover.search import MOST_SITEMAPS
from flows.fetch.fetched import LIMITS
from flows.fetch.judging import LEAST_THE_SAME
from flows.fetch.noting import GONE_AFTER
from flows.fetch.schedule import AGAIN_AT_ONCE, DAYS, GONE_DAYS, MOST_FALSE_ALARMS
from flows.fetch.settling import HELD_DAYS
from flows.sourcing.commands import try_one
from tests.sourcing.document import DOCUMENT, FENCE

README = Path(__file__).resolve().parents[2] / "sources" / "README.md"


def most(key: str) -> Any:
    """Return the upper bound of a key's value."""
    return next(bound.le for bound in SourceDeclaration.model_fields[key].metadata if hasattr(bound, "le"))


def default(key: str) -> Any:
    return SourceDeclaration.model_fields[key].default


PAGES_OF_A_LISTING = Listing.model_fields["most_pages"].default
NUMBERS = (
    f"`--pages`, {inspect.signature(try_one).parameters['pages'].default} unless you say otherwise",
    f"{MOST_SITEMAPS:,} sitemaps at most",
    f"({PAGES_OF_A_LISTING:,} unless you say otherwise)",
    f"| {default('delay_seconds'):g} | between {LEAST_DELAY_SECONDS:g} and {most('delay_seconds'):,};",
    f"| {default('requests_at_once')} | {most('requests_at_once')} |",
    f"| {default('run_seconds'):,} | {most('run_seconds'):,} |",
    f"({MostLoss().share:g} and {MostLoss().number} unless you say otherwise)",
    f"after {', '.join(map(str, DAYS[:-1]))} and then every {DAYS[-1]} days",
    f"wrong {MOST_FALSE_ALARMS} times in a row",
    f"in the next {AGAIN_AT_ONCE} runs",
    f"less than {NEARLY_NOTHING:g} of the stretches of three words",
    f"within {HELD_DAYS} days",
    f"the same as {LEAST_THE_SAME - 1} other new ones",
    f"404 in {GONE_AFTER} runs in a row",
    f"asked for every {GONE_DAYS} days",
    f"fewer than {LEAST_WORDS} words",
)
NOT_OURS = ("RE2", "at 21:30 UTC", "0.9 to 2.0", "on 1 March", "of 12 January")
STATUS = re.compile(r"\b[245](?:[0-9]{2}|xx)\b")
CODE_OR_LINK = re.compile(r"``.+?``|`[^`]+`|\]\([^)]+\)")


@pytest.mark.parametrize("phrase", NUMBERS)
def test_a_number_is_the_codes(phrase: str) -> None:
    assert phrase in " ".join(DOCUMENT.split())


def test_no_number_stands_there_that_is_not_the_codes() -> None:
    prose = " ".join(FENCE.sub("", DOCUMENT).split())
    for phrase in (*NUMBERS, *NOT_OURS):
        prose = prose.replace(phrase, "")
    assert re.findall(r".{0,30}[0-9].{0,30}", STATUS.sub("", CODE_OR_LINK.sub("", prose))) == []


@pytest.mark.parametrize(
    ("key", "bound", "usual"),
    [
        ("run_seconds", f"to {most('run_seconds')},", f"({default('run_seconds'):,})"),
        ("delay_seconds", f"to {most('delay_seconds')},", f"({default('delay_seconds'):g})"),
        ("requests_at_once", f"to {most('requests_at_once')},", f"({default('requests_at_once')})"),
        ("listings", "", f"({PAGES_OF_A_LISTING:,})"),
        ("most_loss", "", f"the share ({MostLoss().share:g}) and the number ({MostLoss().number}),"),
    ],
)
def test_a_key_says_the_numbers_of_the_model(key: str, bound: str, usual: str) -> None:
    assert bound in KEYS[key].holds and usual in KEYS[key].means


def test_the_readme_of_the_sources_says_how_much_a_text_may_hold() -> None:
    assert f"may hold {LIMITS.text_bytes // 10**6} MB" in README.read_text(encoding="utf-8")


@pytest.mark.golden
def test_the_table_of_keys_is_rendered_from_the_declarations(request: pytest.FixtureRequest) -> None:
    content = README.read_text(encoding="utf-8")
    begin, end = re.search(r"^<!-- The keys.*-->\n", content, re.MULTILINE), content.index("<!-- End of the keys")
    assert begin
    rendered = f"{content[: begin.end()]}\n{keys_table()}\n{content[end:]}"
    if request.config.getoption("--accept"):
        README.write_text(rendered, encoding="utf-8")
    else:
        assert content == rendered, "the keys differ from flows/fetch/declarations.py; `make accept` writes them, then read the difference"
