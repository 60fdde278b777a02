"""Publishing to an object store: a folder on this disk is made its mirror, published to, and what is new is put there.

Nothing that lies there is ever written over but the index, the pages that follow from it, the lease and what is small of the archive,
each on the condition that it is what was read. A release's SHA256SUMS goes up after all its other files, and the index after that:
whoever reads sees the old state or the new one. What was withdrawn is taken away after the index says so, from the archive first: the
folder of the withdrawn release is what tells the next publisher that something is left to do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from flows.errors import NotAsAsked, Refused
from flows.fetch.declarations import SourceDeclaration
from flows.publish.archive import in_use
from flows.publish.archive_elsewhere import Archive
from flows.publish.bucket import Bucket, Tag, bucket_of
from flows.publish.index import WITHDRAWN, entry_of, with_releases, without_withdrawn, write_index
from flows.publish.lease import held
from flows.publish.pages.catalogue import CATALOGUE, catalogue
from flows.publish.pages.release import INDEX_PAGE
from flows.publish.purge import purge, purge_texts
from flows.publish.tombstones import release_folders, tombstones_of
from rostra.store import INDEX, VERSION, Index, read_index
from rostra.verify import CHECKSUMS, read_checksums, sha256_of, verify


def refuse_unpublishable(address: str, sources: Iterable[SourceDeclaration]) -> None:
    """Refuse to publish to a store that is not local what a source does not allow to be published."""
    if is_elsewhere(address) and (closed := [source.source_id for source in sources if not source.text_may_be_published]):
        names = ", ".join(f"{source_id}.toml" for source_id in closed)
        raise Refused(f"{address} is not on this disk, and {names} does not say text_may_be_published = true; publish to a folder")


def is_elsewhere(address: str) -> bool:
    """Whether an address names a store that is not on this disk.

    >>> is_elsewhere("output"), is_elsewhere("file:///srv/rostra"), is_elsewhere("s3://bucket/rostra")
    (False, False, True)
    """
    return "://" in address and not address.startswith("file://")


@contextmanager
def store_on_disk(
    address: str, work: Path, *, must_be_there: bool = False, is_whole: bool = False, wait_seconds: float = 0.0
) -> Iterator[Path]:
    """Give the folder of a store on this disk, or the mirror of one elsewhere; Refused where it must be there and is not.

    Waits for so long for another publisher of a store elsewhere to end; Busy where it does not.
    """
    if is_elsewhere(address):
        with plain_errors(address), mirrored(bucket_of(address), work, is_whole=is_whole, wait_seconds=wait_seconds) as folder:
            yield folder
        return
    folder = Path(unquote(urlsplit(address).path)) if address.startswith("file://") else Path(address)
    if must_be_there and not folder.is_dir():
        raise Refused(f"{folder}: no such folder; name a store with --store")
    yield folder


@contextmanager
def plain_errors(address: str) -> Iterator[None]:
    """Turn what an object store answers (no right, no such place, no connection) into a line for a person."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise NotAsAsked(f"{address}: {str(error).splitlines()[0]}") from error


@contextmanager
def mirrored(bucket: Bucket, work: Path, *, is_whole: bool = False, wait_seconds: float = 0.0) -> Iterator[Path]:
    """Hold the lease, make the folder `work` the store's mirror, and put there what is new in it once the block has ended well.

    The mirror holds the latest release and the highest one, or, where `is_whole`, all; in the block the store's archive is in use.
    What a killed publisher began is ended first.
    Raises Busy where another publisher works for longer than `wait_seconds`, Lost where one was quicker.
    """
    work.mkdir(parents=True, exist_ok=True)
    with held(bucket, wait_seconds) as lease, in_use(Archive(lease, work)) as archive:
        there = pull(bucket, work, is_whole=is_whole)
        _purge_the_cache(archive, work)  # before the ledger is pulled, which no longer tells what is to go
        archive.pull()
        there = _ended(archive, work, there)
        yield work
        push(archive, work, there)


class IndexThere(NamedTuple):
    """The index of a store as it was read, or written, there; `tag` is None where there is none."""

    said: Index
    tag: Tag | None


def pull(bucket: Bucket, work: Path, *, is_whole: bool) -> IndexThere:
    """Make the folder the store's mirror but for the archive, and return the store's index.

    It holds the withdrawn releases too that are still there: whoever withdrew them was killed before the end.
    """
    found = bucket.read(INDEX)
    if found is None:
        (work / INDEX).unlink(missing_ok=True)
    else:
        (work / INDEX).write_bytes(found[0])
    index = read_index(work)
    listed = {release.version: release for release in index.releases}
    there = _versions(bucket)
    for folder in sorted((work / "releases").glob("*")):
        known = listed.get(folder.name)
        if known is not None and known.status == WITHDRAWN:
            continue  # publishing purges it, with all that was made from it here
        if known is None or not (folder / CHECKSUMS).is_file() or sha256_of(folder / CHECKSUMS) != known.checksums_sha256:
            _remove(folder)
    unlisted = [version for version in sorted(there) if version not in listed]
    for version in unlisted:
        if not there[version]:  # whoever put it there died before its end
            bucket.remove(f"releases/{version}")
    adopted = [version for version in unlisted if there[version]]
    for version in adopted:
        _download(bucket, version, work, None)
    complete = with_releases(index, [entry_of(work / "releases" / version) for version in adopted])
    tombstones = tombstones_of(work / "releases" / version for version in adopted)
    kept = [release for release in complete.releases if release.status != WITHDRAWN]
    is_whole = is_whole or bool(tombstones)
    wanted = kept if is_whole else [release for release in kept if release.version in {complete.latest, kept[-1].version}]
    for release in wanted:
        _download(bucket, release.version, work, release.checksums_sha256)
    for release in complete.releases:
        if release.status == WITHDRAWN and there.get(release.version):
            _download(bucket, release.version, work, None)
    write_index(work, without_withdrawn(work, complete, tombstones))
    return IndexThere(index, None if found is None else found[1])


def _versions(bucket: Bucket) -> dict[str, bool]:
    """Return version → whether its SHA256SUMS is there, of all that lie there."""
    names = bucket.names("releases")
    parts = [name.split("/") for name in names]
    versions = {part[1] for part in parts if len(part) > 2 and VERSION.fullmatch(part[1])}
    return {version: f"releases/{version}/{CHECKSUMS}" in names for version in versions}


def _download(bucket: Bucket, version: str, work: Path, checksums_sha256: str | None) -> None:
    folder = work / "releases" / version
    if (folder / CHECKSUMS).is_file():
        return
    _remove(folder)
    aside = work / "mirror.partial"
    _remove(aside)
    aside.mkdir()
    bucket.fetch(f"releases/{version}/{CHECKSUMS}", aside / CHECKSUMS)
    for name in read_checksums(aside):
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        bucket.fetch(f"releases/{version}/{name}", aside / name)
    verify(aside, checksums_sha256)
    folder.parent.mkdir(exist_ok=True)
    aside.rename(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _purge_the_cache(archive: Archive, work: Path) -> None:
    """Purge what the folder holds of texts that were withdrawn from elsewhere since it was last used."""
    tombstones = tombstones_of(release_folders(work))
    known = archive.purged_before()
    if not tombstones.keys() <= known:
        purge_texts(work, [stone for speech_id, stone in tombstones.items() if speech_id not in known], [])
        archive.note_purged(tombstones)


def _ended(archive: Archive, work: Path, there: IndexThere) -> IndexThere:
    """End what a killed publisher began, a release or a withdrawal, and return the index as it then is there."""
    index = read_index(work)
    withdrawn = [work / "releases" / release.version for release in index.releases if release.status == WITHDRAWN]
    if index == there.said and not any(folder.is_dir() for folder in withdrawn):
        return there
    purge(work, index)
    return push(archive, work, there)


def push(archive: Archive, work: Path, there: IndexThere) -> IndexThere:
    """Put the releases that the store does not list yet, the index, then the archive; last, take away what was withdrawn.

    Returns the index as it then is there.
    """
    bucket = archive.bucket
    versions = _versions(bucket)
    index, tag = read_index(work), there.tag
    known = {release.version for release in there.said.releases}
    for version in (release.version for release in index.releases if release.version not in known):
        if not versions.get(version):
            _put_release(archive, work / "releases" / version, _stored_files(work, there.said, versions))
    if index != there.said:
        tag = bucket.write(INDEX, (work / INDEX).read_bytes(), tag)
    _show_the_catalogue(bucket, index)
    archive.push()  # after the index: before it says so, nothing was withdrawn
    for release in index.releases:
        if release.status == WITHDRAWN and release.version in versions:
            bucket.remove(f"releases/{release.version}")
    archive.note_purged(tombstones_of(release_folders(work)))
    return IndexThere(index, tag)


def _stored_files(work: Path, said: Index, versions: Mapping[str, bool]) -> dict[str, str]:
    """Return SHA-256 → name in the store, of the files of published releases that lie both there and here."""
    found: dict[str, str] = {}
    for release in said.releases:
        folder = work / "releases" / release.version
        if release.status != WITHDRAWN and versions.get(release.version) and (folder / CHECKSUMS).is_file():
            found |= {sha256: f"releases/{release.version}/{name}" for name, sha256 in read_checksums(folder).items()}
    return found


def _put_release(archive: Archive, folder: Path, stored: Mapping[str, str]) -> None:
    """Put a release, the list of all its files after all of them; what lies there under another name is copied within the store."""
    sums = read_checksums(folder)
    for name in (*sorted(sums), CHECKSUMS):
        archive.lease.renew()
        there = f"releases/{folder.name}/{name}"
        if existing := stored.get(sums.get(name, "")):
            archive.bucket.copy(existing, there, folder / name)
        else:
            archive.bucket.create(there, folder / name)


def _show_the_catalogue(bucket: Bucket, index: Index) -> None:
    """Bring the store's pages up to its index, where any of its releases has pages, or had."""
    there = set(bucket.names("releases"))
    with_page = {release.version for release in index.releases if f"releases/{release.version}/{INDEX_PAGE}" in there}
    if not with_page and bucket.read(CATALOGUE) is None:
        return
    for name, text in catalogue(index, with_page).items():
        content, found = text.encode(), bucket.read(name)
        if found is None or found[0] != content:
            bucket.write(name, content, None if found is None else found[1])
