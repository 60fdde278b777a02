"""The protocol of publishing on a disk, step by step. Whoever looks in between sees the old state or the new one.

A step takes what is known and returns it with what it found. A process may die before, in or after any of them: the next
publishing starts at the first one, and needs no cleaning.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from flows.errors import NotAsAsked, Refused
from flows.publish.descriptors import names_of, write_checksums, write_descriptors, write_without_files
from flows.publish.difference import Difference, Side, difference
from flows.publish.earlier import build_facts_of, difference_facts_of, facts_as_in, sections_of, side_of, without_files
from flows.publish.facts import DifferenceFacts, ReleaseFacts
from flows.publish.index import adopt_unlisted, entry_of, replace_index, sync, with_releases, without_withdrawn, write_index_aside
from flows.publish.manifest import MANIFEST, VERDICTS
from flows.publish.number import Level, Numbered, level_of, next_version, numbers
from flows.publish.pages.catalogue import write_catalogue
from flows.publish.pages.release import FOLDER, INDEX_PAGE, write_pages
from flows.publish.parts import SmallPart
from flows.publish.promised_schema import declared_schema
from flows.publish.purge import purge
from flows.publish.registry import FILE as REGISTRY_FILE
from flows.publish.registry import FOLDER as REGISTRY
from flows.publish.registry import Registering, names_what_is_there, write_registry
from flows.publish.report import report_folder, write_rows_that_differ
from flows.publish.rows import hashes_folder
from flows.publish.sample import FOLDER as SAMPLES
from flows.publish.sample import write_sample
from flows.publish.sharing import NOTHING_KNOWN, Known, known_of, share_unchanged
from flows.publish.texts import as_json
from flows.publish.tombstones import release_folders, tombstones_of, write_tombstones
from rostra.index import concept_doi
from rostra.promises import tables_of
from rostra.store import INDEX, Index
from rostra.verify import look_of, verify
from schemas.dataset import SAMPLED, TABLES
from schemas.withdrawn import Tombstone

# The first two follow from the tables and from the releases before, the pages from all the rest; the manifest lists the other files,
# and is compared without the list; which judges were asked is no change, as little as the day is.
NOT_COMPARED = ("diff/", REGISTRY_FILE, f"{REGISTRY}/", INDEX_PAGE, f"{FOLDER}/", MANIFEST, VERDICTS)
NO_VERDICTS = as_json({"judges": []})


# Tables whose rows change with every look at a page: of them, that no key came or went is compared, so that they alone make no release.
LOOKED_AT_AGAIN = frozenset({"pages"})

NO_SMALL_PARTS: Mapping[str, SmallPart] = MappingProxyType({})
NO_TOMBSTONES: Mapping[str, Tombstone] = MappingProxyType({})


class Asked(NamedTuple):
    """What whoever publishes asks for, beyond the tables."""

    version: str | None = None
    """A number to take; it may not be lower than the difference demands."""
    tombstones: tuple[Tombstone, ...] = ()
    """Speeches that are withdrawn by this very release."""
    with_judges: bool = False
    """Whether the outside judges are asked before it is published."""
    with_pages: bool = True
    """Whether it gets pages for a browser."""
    accept_loss: tuple[str, ...] = ()
    """Sources that may lose or rewrite more of their speeches than they allow."""
    ask_again: tuple[str, ...] = ()
    """Sources whose every page is asked for, due or not."""
    full_rebuild: bool = False
    """Whether every text is read anew, and every part of a table made anew, though they are kept."""
    unaltered: str | None = None
    """A version of which it is known that its files look as when it was published: it is not read again to be verified."""


NOTHING_ASKED = Asked()


class Publishing(NamedTuple):
    """What is known on the way."""

    store: Path
    staging: Path
    """The folder that becomes the release; the tables are in it from the start."""
    facts: ReleaseFacts
    asked: Asked = NOTHING_ASKED
    listed: Index = Index(None, ())
    """The store's index."""
    latest: Path | None = None
    """The release that is compared with."""
    known: Known = NOTHING_KNOWN
    """What that release tells of its files."""
    tombstones: Mapping[str, Tombstone] = NO_TOMBSTONES
    """Speech id → tombstone, of every speech that was ever withdrawn."""
    differing: tuple[str, ...] = ()
    """The files that differ from those of the latest, rendered with its number and date."""
    difference: Difference | None = None
    small: Mapping[str, SmallPart] = NO_SMALL_PARTS
    """How what follows from the tables is divided."""
    is_new: bool = True
    """False from the moment on at which there turns out to be nothing to publish."""

    @property
    def version(self) -> str:
        """The number of this release, once it is chosen."""
        return self.facts.build.version

    @property
    def target(self) -> Path:
        """Where the release will lie."""
        return self.store / "releases" / self.version


Step = Callable[[Publishing], Publishing]


def adopt_finished_releases(at: Publishing) -> Publishing:
    """Take in what a killed publisher had finished but not yet put into the index."""
    return at._replace(listed=adopt_unlisted(at.store))


def check_the_latest(at: Publishing) -> Publishing:
    """Verify the latest release, so that nobody builds upon a damaged one; NotAsAsked where it is gone or altered.

    It is read where its files look otherwise than when it was published, and in a full rebuild.
    """
    version = at.listed.latest
    if version is None:
        return at
    folder = at.store / "releases" / version
    if not folder.is_dir():
        raise NotAsAsked(f"{folder}: gone, though {at.store / INDEX} names it as the latest; restore it from a copy of the store")
    if at.asked.full_rebuild or version != at.asked.unaltered:
        verify(folder)
    return at._replace(latest=folder, known=known_of(folder))


def finish_withdrawals(at: Publishing) -> Publishing:
    """Remove what is left of withdrawn texts, where whoever withdrew them was killed before its end."""
    purge(at.store, at.listed)
    return at


def mend_the_catalogue(at: Publishing) -> Publishing:
    """Bring the store's pages up to its index, where whoever changed it was killed before its end."""
    write_catalogue(at.store, at.listed)
    return at


def keep_the_tombstones(at: Publishing) -> Publishing:
    """Write down which speeches were ever withdrawn, the ones of this release included."""
    known = tombstones_of(release_folders(at.store))
    tombstones = {**known, **{tombstone.speech_id: tombstone for tombstone in at.asked.tombstones}}
    if tombstones:
        write_tombstones(tombstones.values(), at.staging)
    return at._replace(tombstones=tombstones)


def draw_the_samples(at: Publishing) -> Publishing:
    """Write some whole rows of each table apart, for whoever wants to look first."""
    write_sample(TABLES, SAMPLED, at.staging)
    return at


def compare_as_the_latest(at: Publishing) -> Publishing:
    """Render the descriptors with the latest release's number, date and build facts: what then differs is a change."""
    if at.latest is None:
        return at
    again = {facts.table.name: facts_as_in(at.latest, facts) for facts in at.facts.tables if facts.table.name in LOOKED_AT_AGAIN}
    tables = tuple(again.get(facts.table.name, facts) for facts in at.facts.tables)
    as_latest = at.facts._replace(build=build_facts_of(at.latest), difference=difference_facts_of(at.latest), tables=tables)
    write_without_files(at.staging, as_latest)
    known = {file.path: file.sha256 for table in tables for file in table.files}
    staged = {name: known.get(name) or at.known.sha256_of(at.staging / name) for name in names_of(at.staging)}
    promised = at.known.by_name
    samples = tuple(f"{SAMPLES}/{name}." for name, facts in again.items() if facts not in at.facts.tables)
    compared = sorted(name for name in {*staged, *promised} if not name.startswith((*NOT_COMPARED, *samples)))
    differing = [name for name in compared if staged.get(name) != promised.get(name)]
    if without_files(at.staging) != without_files(at.latest):
        differing.append(MANIFEST)
    return at._replace(differing=tuple(differing), is_new=bool(differing or at.asked.tombstones))


def find_the_difference(at: Publishing) -> Publishing:
    """Compare schema and rows with those of the latest release."""
    if at.latest is None or at.listed.latest is None:
        return at
    hashes = hashes_folder(at.staging / "data")
    return at._replace(difference=difference(at.listed.latest, side_of(at.latest, at.known.by_name), _after(at), hashes))


def choose_the_number(at: Publishing) -> Publishing:
    """Number the release by what differs; Refused where a lower number was asked for."""
    numbered = _numbered(at)
    highest = at.listed.releases[-1].version if at.listed.releases else None
    version = next_version(highest, numbered.level)
    wanted = at.asked.version
    if wanted is not None:
        if numbers(wanted) < numbers(version):
            why = "; ".join(numbered.reasons[:REASONS_SHOWN]) or "it is the first release"
            raise Refused(
                f"--version {wanted} is too low: this release is at least {version}, {numbered.level.word} ({why}); "
                f"nothing was published. Ask for {version} or a higher number, or leave --version out"
            )
        version = wanted
    found = at.difference
    told = DifferenceFacts(
        previous=found.previous if found else None,
        level=numbered.level.word if highest else "first",
        reasons=numbered.reasons,
        report=f"{report_folder(found.previous, version)}/report.json" if found else None,
        tables=found.rows if found else {},
        history=sections_of(at.latest) if at.latest else "",
    )
    build = at.facts.build._replace(version=version, previous=at.listed.latest, concept_doi=concept_doi(at.listed))
    return at._replace(facts=at.facts._replace(build=build, difference=told))


REASONS_SHOWN = 5


def write_the_difference(at: Publishing) -> Publishing:
    """Write the report and the rows that differ; of withdrawn texts their ids alone."""
    if at.latest is None or at.difference is None:
        return at
    folder = at.staging / report_folder(at.difference.previous, at.version)
    before, after = side_of(at.latest, at.known.by_name), _after(at)
    written = write_rows_that_differ(at.difference, before, after, folder, ids_alone=bool(at.asked.tombstones))
    told = at.facts.difference
    report = {
        "from": told.previous,
        "to": at.version,
        "level": told.level,
        "reasons": list(told.reasons),
        "schema": [{"change": str(change.change), "table": change.table, "what": change.what} for change in at.difference.schema],
        "tables": {name: {**counts._asdict(), "files": written.get(name, {})} for name, counts in told.tables.items()},
    }
    (folder / "report.json").write_text(as_json(report), encoding="utf-8", newline="\n")
    return at


def register_the_rows(at: Publishing) -> Publishing:
    """Write the registry: every row id that any release ever held."""
    made_from = Registering(
        version=at.version,
        after=_after(at),
        hashes=hashes_folder(at.staging / "data"),
        before=side_of(at.latest, at.known.by_name) if at.latest else None,
        difference=at.difference,
        withdrawn=tuple(at.tombstones),
    )
    return at._replace(small=write_registry(made_from, at.staging))


def write_the_pages(at: Publishing) -> Publishing:
    """Write what a browser shows, where that is wanted."""
    if at.asked.with_pages:
        known = NOTHING_KNOWN if at.asked.full_rebuild else at.known
        write_pages(at.staging, at.facts, at.small, known, at.difference.ids if at.difference else None)
    return at


def describe(at: Publishing) -> Publishing:
    """Write every descriptor."""
    write_descriptors(at.staging, at.facts, at.known)
    return at


def share_what_is_the_same(at: Publishing) -> Publishing:
    """Make files that are as in the latest release those very files: they are written, and hold the disk, once."""
    share_unchanged(at.staging, at.known)
    return at


def list_checksums(at: Publishing) -> Publishing:
    """Write the SHA-256 of every file, last of all files: a folder without the list is no release."""
    (at.staging / VERDICTS).unlink(missing_ok=True)  # it may be the latest release's own
    (at.staging / VERDICTS).write_text(NO_VERDICTS, encoding="utf-8", newline="\n")
    write_checksums(at.staging, at.known)
    return at


def ask_the_judges(at: Publishing) -> Publishing:
    """Ask the outside judges, where that is wanted, and keep what they say in the release; NotAsAsked where one rejects it."""
    if at.asked.with_judges:
        from flows.publish.judges.panel import ask  # type: ignore[import-untyped, unused-ignore]

        verdicts = as_json({"judges": [verdict._asdict() for verdict in ask(at.staging)]})
        (at.staging / VERDICTS).unlink()
        (at.staging / VERDICTS).write_text(verdicts, encoding="utf-8", newline="\n")
        write_checksums(at.staging, at.known)
    return at


def protect_the_files(at: Publishing) -> Publishing:
    """Make every file read-only; folders stay 0755, since a read-only folder cannot be moved."""
    for path in _not_shared(at):
        path.chmod(0o755 if path.is_dir() else 0o444)
    return at


def force_to_disk(at: Publishing) -> Publishing:
    """Have the disk confirm every folder, and every file that it did not confirm when the latest release was published."""
    for path in _not_shared(at):
        sync(path)
    return at


def _not_shared(at: Publishing) -> Iterator[Path]:
    """Yield every folder of the release, and every file that is none of the latest one's."""
    for folder, _, names in os.walk(at.staging):
        yield from (Path(folder, name) for name in names if look_of(f"{folder}/{name}") not in at.known.by_inode)
        yield Path(folder)


def move_into_place(at: Publishing) -> Publishing:
    """Rename the folder into releases/: from here on the release exists."""
    if at.target.exists():
        raise Refused(f"{at.target}: is there already, and is no release; move it away and run again")
    at.target.parent.mkdir(exist_ok=True)
    at.staging.rename(at.target)
    return at


def confirm_the_place(at: Publishing) -> Publishing:
    """Have the disk confirm the rename."""
    sync(at.target.parent)
    return at


def write_the_new_index_aside(at: Publishing) -> Publishing:
    """Write the index with the new release, and without the bytes of those that a withdrawal takes away."""
    index = with_releases(at.listed, [entry_of(at.target)])
    if at.asked.tombstones:
        index = without_withdrawn(at.store, index, at.tombstones)
    write_index_aside(at.store, index)
    return at._replace(listed=index)


def replace_the_index(at: Publishing) -> Publishing:
    """Put the new index in the old one's place: from here on readers see the release."""
    replace_index(at.store)
    return at


def show_the_catalogue(at: Publishing) -> Publishing:
    """Bring the store's pages up to its new index."""
    write_catalogue(at.store, at.listed)
    return at


def purge_what_was_withdrawn(at: Publishing) -> Publishing:
    """Remove the versions, snapshots and parts that hold withdrawn texts."""
    purge(at.store, at.listed)
    return at


STEPS_OF_MAKING: tuple[Step, ...] = (
    keep_the_tombstones,
    draw_the_samples,
    compare_as_the_latest,  # before the number: where nothing differs, there is none to choose
    find_the_difference,
    choose_the_number,
    write_the_difference,
    register_the_rows,
    write_the_pages,
    share_what_is_the_same,  # before it is hashed; whoever writes one of these files from now on makes it another file
    describe,  # after all that it describes
    list_checksums,
    ask_the_judges,  # they look at what would be published; their verdicts are a file of it, so that it is listed anew
    protect_the_files,
    force_to_disk,  # before the rename: a name must never point at bytes that the disk may lose
)
STEPS_ON_A_DISK: tuple[Step, ...] = (
    adopt_finished_releases,  # first: what is to be compared with may be among them
    finish_withdrawals,
    mend_the_catalogue,
    check_the_latest,
    *STEPS_OF_MAKING,
    move_into_place,
    confirm_the_place,
    write_the_new_index_aside,
    replace_the_index,  # whom the index names is there
    show_the_catalogue,  # after the index, which it follows
    purge_what_was_withdrawn,  # after the index: whom it still names must be there
)


def perform(at: Publishing, steps: Sequence[Step], on_step: Callable[[str], None] = lambda moment: None) -> Publishing:
    """Perform the steps in order, until one finds nothing to publish; `on_step` is told `before <name>` and `after <name>` of each."""
    for step in steps:
        on_step(f"before {step.__name__}")
        at = step(at)
        on_step(f"after {step.__name__}")
        if not at.is_new:
            break
    return at


def _numbered(at: Publishing) -> Numbered:
    if at.difference is None:
        return Numbered(Level.MAJOR, ("no published release stands before it",) if at.listed.releases else ())
    numbered = level_of(at.difference.rows, at.difference.schema, at.differing)
    if at.latest and names_what_is_there(at.latest):
        numbered = Numbered(Level.MAJOR, ("column redefined: registry.last_seen, null while a row is there", *numbered.reasons))
    if texts := len(at.asked.tombstones):
        return Numbered(Level.MAJOR, (f"{texts} {'text' if texts == 1 else 'texts'} withdrawn", *numbered.reasons))
    return numbered


def _after(at: Publishing) -> Side:
    tables = at.facts.tables
    schema = declared_schema([table.table for table in tables])
    sha256s = {file.path: file.sha256 for table in tables for file in table.files}
    return Side(at.staging, schema, {table.table.name: table.content_sha256 for table in tables}, sha256s, tables_of(sha256s))
