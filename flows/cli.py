"""The making half of the `rostra` command: build and annotate."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.engines import Engine, Workers, refuse_impossible
from flows.operate.commands import DEFAULT_WORK, AddressOfRun, EngineOfRun, ThroughOfRun, Work, WorkersOfRun, add_operating_commands
from flows.people.commands import app as people_commands
from flows.push.commands import push
from flows.sourcing.commands import app as source_commands
from rostra.options import DEFAULT_STORE, Quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.build_release import Outcome
    from flows.fetch.turn import Progress
    from flows.publish.steps import Asked

HOUSE = Path(__file__).resolve().parent.parent
STAGES = {
    "fetch": "fetching",
    "read": "cleaning, segmenting, labelling",
    "assemble": "assembling",
    "validate": "validating",
    "publish": "publishing",
}
SOURCES_OF_NAMES = typer.Option(
    help="The folder whose speakers/, people/ and offices/ are known beforehand.", show_default="the project's own"
)
StoreToChange = Annotated[str, typer.Option(help="The folder or address that holds releases.json.")]
WIDTH_OF_A_FILE = 140
INTERRUPTED = 130
INTERRUPTED_MESSAGE = "rostra: interrupted; nothing half-made was published"
PATIENCE_SECONDS = 5.0
SET_ASIDE_SHOWN = 20

# The embedded server: time enough to start on a slow machine, no word to anybody, no log but what is wrong.
EMBEDDED_SERVER = {
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",  # it writes where we do, and on its way out of what it had in hand
    "PREFECT_LOGGING_ROOT_LEVEL": "CRITICAL",
    "DO_NOT_TRACK": "1",
}


def add_making_commands(app: typer.Typer) -> None:
    """Add the commands that make releases to the reader's."""
    app.command(epilog="Examples: `rostra build --sources sources --store output`, `rostra build --store s3://bucket/rostra`")(build)
    app.command(epilog='Example: `rostra yank 1.2.0 --reason "dates are a day off"`')(yank)
    app.command(epilog='Example: `rostra withdraw gazette.on-bridges --reason "the publisher asked for it"`')(withdraw)
    app.command(
        epilog="Examples: `rostra push hf://owner/name`, `rostra push hf://owner/name --version 1.2.0 --send`, `rostra push zenodo: --send`"
    )(push)
    app.command(epilog="Example: `rostra annotate speech.txt | head -c 400`")(annotate)
    app.command(epilog="Example: `rostra measure --gold tests/gold`")(measure)
    add_operating_commands(app)
    app.add_typer(source_commands, name="source")
    app.add_typer(people_commands, name="people")


def build(
    sources: Annotated[
        Path, typer.Option(help="The folder that declares the sources, one TOML file each.", show_default="the project's own")
    ] = HOUSE / "sources",
    store: Annotated[
        str,
        typer.Option(help="The folder that receives releases, snapshots and reports; or s3://bucket/prefix (gs, az)."),
    ] = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
    version: Annotated[
        str | None, typer.Option(help="The release's number, such as 2.0.0; refused where what differs demands a higher one.")
    ] = None,
    full_rebuild: Annotated[
        bool, typer.Option("--full-rebuild", help="Read every text and make every part of a table anew; nothing is fetched twice for it.")
    ] = False,
    judge: Annotated[bool, typer.Option("--judge", help="Ask the outside judges first; what one rejects is not published.")] = False,
    engine: EngineOfRun = Engine.THREADS,
    workers: WorkersOfRun = None,
    address: AddressOfRun = None,
    through: ThroughOfRun = None,
    no_pages: Annotated[bool, typer.Option("--no-pages", help="Leave out the pages for a browser.")] = False,
    accept_loss: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="Let a source lose or rewrite more of its speeches than it allows; may be repeated."),
    ] = None,
    ask_again: Annotated[
        list[str] | None, typer.Option(metavar="SOURCE", help="Ask for every page of a source now, due or not; may be repeated.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Fetch, clean, segment, label, validate and publish: a new release, unless nothing changed.

    Its number follows from what differs from the latest one: PATCH for descriptions alone, MINOR for more rows, columns or words,
    MAJOR for changed or removed ones.

    Exit 1 where the tables break a promise or a judge rejects the release (nothing is published then), 2 where the call is wrong.
    With PREFECT_API_URL set, the run is that server's; without, Prefect's embedded server starts for it.
    """
    from flows.errors import Refused
    from flows.fetch.corrections import read_corrections
    from flows.fetch.declarations import read_sources
    from flows.fetch.gazetteer import read_gazetteer, refuse_unlisted_principals
    from flows.publish.elsewhere import is_elsewhere, refuse_unpublishable
    from flows.publish.on_disk import refuse_unwritable
    from flows.publish.steps import Asked
    from rostra.places import place_of

    refuse_unlisted_principals(read_sources(sources), read_gazetteer(sources))
    read_corrections(sources, read_sources(sources))
    _refuse_no_moment(os.environ.get("SOURCE_DATE_EPOCH"))
    _refuse_no_version(version)
    refuse_unpublishable(store, read_sources(sources))
    refuse_impossible(Workers(engine, workers, address, through))
    if not is_elsewhere(store):
        refuse_unwritable(place_of(store).path)
    if judge:
        from flows.publish.judges.panel import refuse_without_judges

        refuse_without_judges()
    if quiet or not os.environ.get("PREFECT_API_URL"):
        for name, value in EMBEDDED_SERVER.items():
            os.environ.setdefault(name, value)
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    interrupted = _notice_interrupts()
    try:
        asked = Asked(
            version,
            with_judges=judge,
            with_pages=not no_pages,
            accept_loss=tuple(accept_loss or ()),
            ask_again=tuple(ask_again or ()),
            full_rebuild=full_rebuild,
        )
        outcome = _run(sources.resolve(), store, work.resolve(), quiet, asked, Workers(engine, workers, address, through))
    except BaseException as error:
        # Ctrl-C ends the embedded server too, and Prefect then fails in ways of its own on its way out.
        if interrupted.is_set():
            print(INTERRUPTED_MESSAGE, file=sys.stderr)
            sys.exit(INTERRUPTED)
        if not isinstance(error, OSError):
            raise
        raise Refused(f"{error.filename or store}: {error.strerror or error}; nothing was published") from error
    _report(outcome, store, quiet)


def _refuse_no_moment(epoch: str | None) -> None:
    """Refuse a SOURCE_DATE_EPOCH that is no number of seconds; libraries read it too, and fail each in its own way."""
    from flows.errors import Refused

    if epoch is not None and not re.fullmatch(r"[0-9]{1,11}", epoch):
        raise Refused(f"SOURCE_DATE_EPOCH is {epoch!r}; give whole seconds since 1970, or unset it")


def _refuse_no_version(version: str | None) -> None:
    from flows.errors import Refused
    from rostra.store import VERSION

    if version is not None and not VERSION.fullmatch(version):
        raise Refused(f"{version!r} is no version; give three numbers, such as 2.0.0")


def _notice_interrupts() -> threading.Event:
    """Return an event that is set from the first Ctrl-C or SIGTERM on; both raise KeyboardInterrupt."""
    interrupted = threading.Event()

    def give_up() -> None:
        print(INTERRUPTED_MESSAGE, file=sys.stderr, flush=True)
        os._exit(INTERRUPTED)

    def notice(signal_number: int, frame: object) -> None:
        if not interrupted.is_set():
            interrupted.set()
            # Prefect tells its server of the end; where Ctrl-C ended the server too, it would try for more than a minute.
            patience = threading.Timer(PATIENCE_SECONDS, give_up)
            patience.daemon = True
            patience.start()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, notice)
    signal.signal(signal.SIGTERM, notice)
    return interrupted


def _run(sources: Path, store: str, work: Path, quiet: bool, asked: Asked, workers: Workers) -> Outcome:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    from flows.build_release import on_pages, run

    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        console=Console(stderr=True),
        disable=quiet or not sys.stderr.isatty(),
        transient=True,
    )
    with bars:
        bar = bars.add_task("starting", total=None)

        def watch(stage: str, done: int, total: int) -> None:
            bars.update(bar, description=STAGES[stage], completed=done, total=total)

        on_pages.set(_pages_shown(lambda text, done, total: bars.update(bar, description=text, completed=done, total=total)))
        return run(sources, store, watch, asked, work, workers)


def _pages_shown(show: Callable[[str, int, int], None]) -> Callable[[Progress], None]:
    """Return who is told how far each source is, and shows pages, bytes and hosts of all of them."""
    told: dict[str, Progress] = {}

    def take(progress: Progress) -> None:
        told[progress.source_id] = progress
        known = list(told.values())
        megabytes = sum(one.bytes for one in known) / 1_000_000
        text = f"{STAGES['fetch']}: {megabytes:.1f} MB from {sum(one.hosts for one in known)} hosts, pages"
        show(text, sum(one.done for one in known), sum(one.total for one in known))

    return take


def _report(outcome: Outcome, store: str, quiet: bool) -> None:
    published = outcome.published
    if quiet:
        print(published.version)
        return
    for note in outcome.notes:
        print(note)
    for source, counts in outcome.texts.items():
        print(f"{source}: {counts.fetched} fetched, {counts.published} published, {counts.set_aside} set aside")
    for row in outcome.set_aside[:SET_ASIDE_SHOWN]:
        print(f"  set aside: {row.origin}: {row.reason}: {row.detail}")
    if len(outcome.set_aside) > SET_ASIDE_SHOWN:
        print(f"  and {len(outcome.set_aside) - SET_ASIDE_SHOWN} more, in the table set_aside")
    rows = outcome.rows
    print(f"{rows['speeches']} speeches, {rows['sentences']} sentences, {rows['quotations']} quotations, {rows['speakers']} speakers")
    if published.is_new:
        print(f"published {published.version}: {store.rstrip('/')}/releases/{published.version}")
    else:
        print(f"nothing changed: {published.version} is still the latest")


def yank(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="The version that nobody should get unasked any more.")],
    reason: Annotated[str, typer.Option(help="Why; readers are shown it.")],
    store: StoreToChange = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
) -> None:
    """Mark a version as yanked: its bytes stay, the latest version skips it. Exit 1 where the store has no such version."""
    from flows.publish.elsewhere import store_on_disk
    from flows.publish.on_disk import LOCK_WAIT_SECONDS, acquire
    from flows.publish.withdrawal import yank as yank_release

    _refuse_no_version(version)
    with store_on_disk(store, work, must_be_there=True) as folder, acquire(folder, LOCK_WAIT_SECONDS):
        index = yank_release(folder, version, reason)
    print(f"{version} is yanked; the latest version is {index.latest or 'none'}")


def withdraw(
    speech_ids: Annotated[list[str], typer.Argument(metavar="SPEECH_ID…", help="The speeches whose texts must go.")],
    reason: Annotated[str, typer.Option(help="Why; it stands in the index and in place of the texts.")],
    store: StoreToChange = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
) -> None:
    """Publish a release without some texts, and remove every version, snapshot and part that holds one of them, for good.

    Copies of the texts go with them, and no later build brings one back. Exit 1 where no release holds one of the speeches.
    """
    from flows import clock
    from flows.provenance import build_facts
    from flows.publish.elsewhere import store_on_disk
    from flows.publish.on_disk import LOCK_WAIT_SECONDS, acquire
    from flows.publish.withdrawal import withdraw as withdraw_texts
    from flows.validate import gate_of_withdrawal

    _refuse_no_moment(os.environ.get("SOURCE_DATE_EPOCH"))
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with store_on_disk(store, work, must_be_there=True, is_whole=True) as folder, acquire(folder, LOCK_WAIT_SECONDS):
        done = withdraw_texts(folder, speech_ids, reason, build_facts(clock.now()), gate_of_withdrawal)
    if done.published is None:
        print("nothing to withdraw: it was done before")
    else:
        print(f"withdrew {', '.join(done.speech_ids)}; published {done.published.version} without")
    print(f"versions whose bytes are gone: {', '.join(done.versions) or 'none'}")
    print("A file in the folder of its source, and copies that others made, are not touched: remove the one, and tell the others.")


def annotate(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILES…|-]", help="Files with texts, JSON Lines (.jsonl), or - for JSON Lines.")
    ] = None,
    sources: Annotated[Path, SOURCES_OF_NAMES] = HOUSE / "sources",
    country: Annotated[str | None, typer.Option(help="The country whose offices a bare role means, such as KZ.")] = None,
    corrections: Annotated[
        list[Path] | None, typer.Option(help="A file of corrections (.csv) that are applied; may be repeated.", dir_okay=False)
    ] = None,
) -> None:
    """Mark paragraphs, sentences and quotations, and print one JSON line a text.

    A text, page, PDF, DOCX, ODT, RTF or sitting in XML is cleaned first; an archive gives a line a member, a table (CSV, TSV, Parquet) a
    line a row, its columns called as those of JSON Lines. JSON Lines hold `{"doc_id", "text", "lang"?, "date"?, "form"?}`: that text is
    taken as it is, and every offset (Unicode code points, end exclusive) refers to it.
    """
    from flows.annotate import annotated_lines
    from flows.errors import Refused

    if country is not None and not re.fullmatch("[A-Z]{2}", country):
        raise Refused(f"--country is {country!r}; give two capital letters (ISO 3166-1), such as KZ")
    if not sources.is_dir():
        raise Refused(f"{sources}: no such folder; leave --sources out for the project's own")
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # what prints is a file or a terminal
    for line in annotated_lines(files or ["-"], sources, country, corrections or ()):
        sys.stdout.write(line + "\n")


def measure(
    gold: Annotated[
        list[Path],
        typer.Option(
            help="A folder of marked texts, corrections (.csv), quotations (.jsonl, .jsonl.gz) or *.sentences.json.gz; may be repeated."
        ),
    ],
    sources: Annotated[Path, SOURCES_OF_NAMES] = HOUSE / "sources",
    store: Annotated[str, typer.Option(help="The folder or address whose latest release holds the texts of corrections.")] = str(
        DEFAULT_STORE
    ),
    write: Annotated[bool, typer.Option("--write", help="Keep the figures with the rules: releases carry them in labeler_scores.")] = False,
) -> None:
    """Measure the rules on marked texts, and print one table."""
    from rich.console import Console
    from rich.table import Column, Table

    from flows.fetch.gazetteer import read_gazetteer
    from flows.measure.labeler_scores import scores
    from flows.scores import write_scores

    found = list(scores(gold, read_gazetteer(sources), store, by_form=True))
    shown = Table("labeler", "language", "measure", "on", *(Column(name, justify="right") for name in ("%", "95 %", "n")))
    for score in found:
        shown.add_row(
            score.labeler,
            score.language,
            score.measure,
            score.on_what,
            f"{score.value:.1f}",
            f"{score.low:.1f}–{score.high:.1f}",
            str(score.n),
        )
    Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE, markup=False).print(shown)
    if write:
        print(f"kept in {write_scores(found)}")
