"""A source lives through a month: a press service that misbehaves as real ones do, a build a day, and an account of every request."""

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from typer.testing import CliRunner

import rostra
from tests.living_account import (
    asked_as_if_unknown,
    asked_too_late,
    asked_too_often,
    not_to_be_asked,
    twice_in_a_run,
    within_a_closed_gate,
)
from tests.living_site import LivingSite, Request, living
from tests.living_truth import differences, expected_after, true_at_the_end
from tests.living_world import FOR_GOOD, WITHDRAWN, WITHDRAWN_ON_DAY, Build, Way, builds, by_number, speeches

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prefect_server")]

CONTACT = "press-readers@example.org"
SOURCE = """
publisher = "The press service of a month"
languages = ["en"]
licence = "All rights reserved."
attribution = "© The press service"
text_may_be_published = false
least_speeches = 1
feeds = ["{base}/feed.xml"]
sitemaps = ["{base}/sitemap.xml"]
listings = [{{ address = "{base}/archive", links = "/speeches/", next = "[?&]page=[0-9]+$", most_pages = 25 }}]
only = ["/speeches/"]
never = ["/speeches/gallery-"]
delay_seconds = 0
run_seconds = 600
may_reach_private_addresses = ["localhost", "127.0.0.1"]
contact = "{contact}"
"""
LINES_SHOWN = 40


class Came(NamedTuple):
    """What one build of the month came to."""

    build: Build
    version: str
    is_new: bool
    expected: dict[str, str]
    found: dict[str, str]
    """Speech id → text, as the latest release has them."""


class Month(NamedTuple):
    """What a month came to."""

    came: tuple[Came, ...]
    requests: tuple[Request, ...]
    store: Path

    @property
    def runs(self) -> Sequence[Build]:
        return [came.build for came in self.came]


@pytest.fixture(scope="module")
def month(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    """Live through the month, on the clock of the press service."""
    folder = tmp_path_factory.mktemp("month")
    with living() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr("flows.clock.now", site.now)
        (folder / "sources").mkdir()
        (folder / "sources" / "press.toml").write_text(SOURCE.format(base=site.base, contact=CONTACT), encoding="utf-8")
        came = tuple(live(site, folder, patch))
        yield Month(came, tuple(site.requests), folder / "store")


def live(site: LivingSite, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Came]:
    """Build as often as the month has it, and yield what came of it."""
    from flows import validate
    from flows.build_release import run
    from flows.publish.steps import Asked

    store, expected = folder / "store", dict[str, str]()
    whole_gate, runs = validate.validate, list(builds())
    # Every promise costs two seconds a build, whose tests are elsewhere: the first and the last build are held against all of them.
    part_of_gate = functools.partial(whole_gate, changed={"speeches"}, with_report=False)
    for build in runs:
        number = site.begin(build.moment)
        if build.day == WITHDRAWN_ON_DAY:
            withdraw(store)
        patch.setattr(validate, "validate", whole_gate if build in (runs[0], runs[-1]) else part_of_gate)
        published = run(folder / "sources", store, lambda stage, done, total: None, Asked(with_pages=False)).published
        expected = expected_after(build, expected, site.of_run(number))
        table = rostra.load("speeches", store=store, columns=["speech_id", "text"])
        found = dict(zip(table.column("speech_id").to_pylist(), table.column("text").to_pylist(), strict=True))
        yield Came(build, published.version, published.is_new, expected, found)


def withdraw(store: Path) -> None:
    """Withdraw a speech as a person does."""
    from flows import cli

    cli.add_making_commands(app := typer.Typer())
    speech_id = by_number()[WITHDRAWN].speech_id
    done = CliRunner().invoke(app, ["withdraw", speech_id, "--reason", "the speaker asked for it", "--store", str(store)])
    assert done.exit_code == 0, done.output


def nothing(lines: Iterator[str]) -> None:
    """Fail with the first lines where there are any."""
    found = list(lines)
    more = [f"… and {len(found) - LINES_SHOWN} more"] if len(found) > LINES_SHOWN else []
    if found:
        pytest.fail("\n".join([f"{len(found)} found:", *found[:LINES_SHOWN], *more]), pytrace=False)


def test_every_days_release_holds_what_it_must(month: Month) -> None:
    nothing(line for came in month.came for line in differences(came.build.name, came.expected, came.found))


def test_at_the_end_every_speech_stands_there_once_with_its_last_true_text_and_its_one_key(month: Month) -> None:
    nothing(differences("the end", true_at_the_end(), month.came[-1].found))


def test_a_day_on_which_nothing_changed_publishes_nothing(month: Month) -> None:
    nothing(
        f"{came.build.name}: published {came.version}; expected no release, since nothing had changed"
        for came in month.came
        if came.build.is_quiet and came.is_new
    )


def test_a_day_on_which_texts_changed_publishes_them(month: Month) -> None:
    nothing(
        f"{came.build.name}: published nothing, though the texts are others than the day before"
        for before, came in zip(month.came, month.came[1:], strict=False)
        if came.expected != before.expected and not came.is_new and came.build.day != WITHDRAWN_ON_DAY
    )


def test_nothing_is_asked_for_that_nobody_named_or_that_is_forbidden_left_out_or_withdrawn(month: Month) -> None:
    nothing(not_to_be_asked(month.requests, month.runs))


def test_no_page_is_asked_for_twice_in_a_run_unless_the_first_answer_was_worth_another_try(month: Month) -> None:
    nothing(twice_in_a_run(month.requests, month.runs))


def test_no_page_is_asked_for_more_often_than_its_schedule_allows(month: Month) -> None:
    nothing(asked_too_often(month.requests, month.runs))


def test_every_page_is_asked_for_when_it_is_due(month: Month) -> None:
    nothing(asked_too_late(month.requests, month.runs))


def test_nothing_is_asked_for_within_a_closed_gate(month: Month) -> None:
    nothing(within_a_closed_gate(month.requests, month.runs))


def test_what_is_known_is_asked_for_conditionally(month: Month) -> None:
    nothing(asked_as_if_unknown(month.requests, month.runs))


def test_every_request_says_how_to_reach_whoever_asks(month: Month) -> None:
    nothing(
        f"{month.runs[request.run].name}: {request.target} was asked for by {request.user_agent!r}; expected {CONTACT} in it"
        for request in month.requests
        if CONTACT not in request.user_agent
    )


def test_what_is_gone_for_good_is_told_apart_from_what_was_away_for_a_day(month: Month) -> None:
    rows = rostra.load("pages", store=month.store).to_pylist()
    is_gone = {row["speech_id"]: row["is_gone"] for row in rows}
    gone = {speech.speech_id for speech in speeches() if speech.way_on(FOR_GOOD - 1) in (Way.MISSING, Way.GONE)}
    nothing(
        f"the end: {speech_id}: is_gone is {is_gone.get(speech_id)}; expected {speech_id in gone}"
        for speech_id in month.came[-1].expected
        if is_gone.get(speech_id) is not (speech_id in gone)
    )
