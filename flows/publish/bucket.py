"""An object store's few verbs that publishing stands on, in S3, Google Cloud Storage and Azure alike: each write has its condition."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from flows.errors import NotAsAsked, Refused
from rostra.verify import CHECKSUMS

if TYPE_CHECKING:
    from obstore.store import ObjectStore

SCHEMES = ("s3", "gs", "az")
DELETED_AT_ONCE = 1000


class Lost(NotAsAsked):
    """Another publisher was quicker: what was read is no longer what lies there."""


class Tag(NamedTuple):
    """What tells one state of an object from another: S3 and Azure compare the entity tag, Google the generation."""

    e_tag: str | None
    version: str | None


class Stored(NamedTuple):
    """What a listing says of an object."""

    name: str
    bytes: int
    modified_at: datetime
    e_tag: str | None


class Bucket(NamedTuple):
    """A store in a bucket, below a prefix."""

    address: str
    objects: ObjectStore

    def read(self, name: str) -> tuple[bytes, Tag] | None:
        """Return a small object's bytes and its tag; None where there is none."""
        try:
            found = self.objects.get(name)
        except FileNotFoundError:
            return None
        return bytes(found.bytes()), Tag(found.meta.get("e_tag"), found.meta.get("version"))

    def write(self, name: str, content: bytes, tag: Tag | None) -> Tag:
        """Write a small object where it still has the tag, or, with None, where there is none, and return its tag.

        Lost where it is otherwise; Refused where there is no bucket.
        """
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        condition = "create" if tag is None else {name: value for name, value in tag._asdict().items() if value is not None}
        try:
            done = self.objects.put(name, content, mode=condition, attributes=_attributes(name))  # type: ignore[arg-type]
        except FileNotFoundError as error:
            if tag is None:
                raise Refused(f"{self.address}: no such bucket; make it first") from error
            raise self._lost(name) from error
        except (AlreadyExistsError, PreconditionError) as error:
            raise self._lost(name) from error
        return Tag(done.get("e_tag"), done.get("version"))

    def create(self, name: str, path: Path) -> None:
        """Put a file where no object is yet; Lost where there is one."""
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        try:
            self.objects.put(name, path, mode="create", attributes=_attributes(name))
        except (AlreadyExistsError, PreconditionError) as error:
            raise self._lost(name) from error

    def copy(self, existing: str, name: str, path: Path) -> None:
        """Give an object a second name, within the store, where no object is yet; Lost where there is one.

        Where the object is not there any more, the file that holds the same is put.
        """
        try:
            self.objects.head(name)
        except FileNotFoundError:
            pass
        else:
            raise self._lost(name)
        try:
            self.objects.copy(existing, name)
        except FileNotFoundError:
            self.create(name, path)

    def fetch(self, name: str, path: Path) -> None:
        """Write an object to a file, a piece at a time."""
        with path.open("wb") as file:
            for piece in self.objects.get(name).stream():
                file.write(piece)

    def names(self, folder: str) -> list[str]:
        """Return the names of all objects below a folder, from the store's root on."""
        return sorted(found["path"] for page in self.objects.list(folder) for found in page)

    def stored(self, folder: str) -> Iterator[Stored]:
        """Yield what is said of all objects below a folder."""
        for page in self.objects.list(folder):
            yield from (_stored(found) for found in page)

    def stored_in(self, folder: str) -> list[Stored]:
        """Return what is said of the objects of a folder, without those of the folders in it."""
        return [_stored(found) for found in self.objects.list_with_delimiter(folder)["objects"]]

    def opened(self, name: str) -> Any:
        """Return an open file of an object; reading from it asks for about those bytes."""
        from obstore.fsspec import FsspecStore

        return FsspecStore(self.address.partition("://")[0]).open(f"{self.address}/{name}", "rb")  # type: ignore[call-overload]

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that is gone already is well."""
        for start in range(0, len(names), DELETED_AT_ONCE):
            some = names[start : start + DELETED_AT_ONCE]
            try:
                self.objects.delete(some)
            except FileNotFoundError:  # Google and Azure stop at the first that is gone
                for name in some:
                    with suppress(FileNotFoundError):
                        self.objects.delete(name)

    def remove(self, folder: str) -> None:
        """Remove a release's objects; SHA256SUMS first, so that a half of it is never taken for a release."""
        for name in sorted(self.names(folder), key=lambda name: not name.endswith(f"/{CHECKSUMS}")):
            self.objects.delete(name)

    def _lost(self, name: str) -> Lost:
        return Lost(f"{self.address}/{name}: another publisher wrote it meanwhile; run again when it has ended")


def _stored(found: Mapping[str, Any]) -> Stored:
    return Stored(found["path"], found["size"], found["last_modified"], found["e_tag"])


def _attributes(name: str) -> dict[str, str]:
    """Return what a browser is told of an object: without its kind, a page would be saved and not shown."""
    return {"Content-Type": mimetypes.guess_type(name)[0] or "application/octet-stream"}


def bucket_of(address: str) -> Bucket:
    """Return the object store of an address; Refused where it is none that can be published to."""
    scheme, _, rest = address.partition("://")
    if scheme not in SCHEMES:
        known = ", ".join(f"{known}://" for known in SCHEMES)
        raise Refused(f"{address}: cannot be published to; publish to a folder, or to {known}")
    if not rest.strip("/"):
        raise Refused(f"{address}: names no bucket; write it as {scheme}://bucket/rostra")
    from obstore.exceptions import BaseError
    from obstore.store import from_url

    try:
        return Bucket(address.rstrip("/"), from_url(address))
    except (BaseError, ValueError) as error:
        said = str(error).partition("\n")[0]
        raise Refused(f"{address}: {said}; set what it needs in the environment, or name another store") from error
