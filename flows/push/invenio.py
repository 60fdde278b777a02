"""The REST of InvenioRDM, which Zenodo speaks too: records, their drafts, and the files of these.

https://inveniordm.docs.cern.ch/reference/rest_api_drafts_records/. Addresses are made here, never taken from an answer, and no redirect is
followed: the token goes to the one host that was named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from flows.errors import NotAsAsked
from rostra.index import DOI, WEB_ADDRESS, Deposit, on_one_line

if TYPE_CHECKING:
    import httpx

TOKEN = "ZENODO_TOKEN"  # noqa: S105  the name of a variable
TOKEN_BLOCK = "rostra-zenodo-token"  # noqa: S105  the name of a block
JSON_OF_RECORDS = "application/vnd.inveniordm.v1+json"  # without it, Zenodo answers in an older form of its own
SECONDS = 60.0
SECONDS_A_WRITE = 600.0
SAID_CHARACTERS = 300
# a1b2c-3d4e5, 1234567
RECORD_ID = re.compile(r"[A-Za-z0-9-]{1,40}")


class Record(NamedTuple):
    """A record of a repository, or its draft."""

    record_id: str
    is_published: bool
    title: str
    version: str
    doi: str | None
    concept_doi: str | None
    url: str


@contextmanager
def repository(url: str, token: str | None) -> Iterator[httpx.Client]:
    """Give a client of a repository; what it answers wrongly, or not at all, is told in a line for a person, without the token."""
    import httpx

    headers = {"Accept": JSON_OF_RECORDS, **({"Authorization": f"Bearer {token}"} if token else {})}
    try:
        with httpx.Client(base_url=url, headers=headers, timeout=httpx.Timeout(SECONDS, write=SECONDS_A_WRITE)) as client:
            yield client
    except httpx.HTTPError as error:
        raise NotAsAsked(f"{url}: the push broke off ({type(error).__name__}); run it again, and it goes on from there") from error


def own_records(client: httpx.Client, title: str, version: str) -> list[Record]:
    """Return the records and drafts of the token's owner that have this title and version, published ones first."""
    query = f"metadata.title:{_quoted(title)} AND metadata.version:{_quoted(version)}"
    found = _answer(client, "GET", "/api/user/records", params={"q": query, "size": "100", "allversions": "true"})
    records = [_record(client, one) for one in found["hits"]["hits"]]
    same = [record for record in records if (record.title, record.version) == (title, version)]
    return sorted(same, key=lambda record: not record.is_published)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def new_draft(client: httpx.Client, metadata: Mapping[str, Any]) -> Record:
    """Begin a record and return its draft."""
    return _record(client, _answer(client, "POST", "/api/records", json=_content(metadata)))


def new_version(client: httpx.Client, record_id: str) -> Record:
    """Begin another version of a published record and return its draft; the one there is where it was begun before."""
    return _record(client, _answer(client, "POST", f"/api/records/{record_id}/versions"))


def describe(client: httpx.Client, draft: Record, metadata: Mapping[str, Any]) -> None:
    """Write the metadata of a draft."""
    _answer(client, "PUT", f"/api/records/{draft.record_id}/draft", json=_content(metadata))


def _content(metadata: Mapping[str, Any]) -> dict[str, Any]:
    return {"access": {"record": "public", "files": "public"}, "files": {"enabled": True}, "metadata": dict(metadata)}


def files_of(client: httpx.Client, record: Record) -> dict[str, str]:
    """Return name → checksum, with its kind, of the files of a record or draft; '' for one that did not arrive whole."""
    found = _answer(client, "GET", f"/api/records/{record.record_id}/{'' if record.is_published else 'draft/'}files")
    return {file["key"]: file.get("checksum") or "" if file.get("status", "completed") == "completed" else "" for file in found["entries"]}


def remove(client: httpx.Client, draft: Record, name: str) -> None:
    """Remove a file of a draft."""
    _answer(client, "DELETE", _file(draft, name))


def send(client: httpx.Client, draft: Record, name: str, path: Path) -> str:
    """Send a file to a draft and return the checksum, with its kind, of what arrived."""
    _answer(client, "POST", f"/api/records/{draft.record_id}/draft/files", json=[{"key": name}])
    with path.open("rb") as file:
        headers = {"Content-Type": "application/octet-stream", "Content-Length": str(path.stat().st_size)}
        _answer(client, "PUT", f"{_file(draft, name)}/content", content=file, headers=headers)
    return str(_answer(client, "POST", f"{_file(draft, name)}/commit").get("checksum"))


def _file(draft: Record, name: str) -> str:
    return f"/api/records/{draft.record_id}/draft/files/{quote(name, safe='')}"


def publish(client: httpx.Client, draft: Record) -> Record:
    """Publish a draft, for good, and return the record."""
    return _record(client, _answer(client, "POST", f"/api/records/{draft.record_id}/draft/actions/publish"))


def deposit_of(record: Record) -> Deposit:
    """Return where a published record can be cited; NotAsAsked where it has no DOI."""
    if not record.doi or not DOI.fullmatch(record.doi):
        raise NotAsAsked(f"{record.url}: is published, but says no DOI; look at it there, then push again")
    concept = record.concept_doi if record.concept_doi and DOI.fullmatch(record.concept_doi) else None
    return Deposit(record.doi, concept, record.url)


def _answer(client: httpx.Client, method: str, path: str, **content: Any) -> Any:
    """Return the JSON of an answer; NotAsAsked, with what the repository says, where it refuses."""
    answer = client.request(method, path, **content)
    if not answer.is_success:
        is_closed = answer.status_code in {401, 403}
        remedy = f"; is {TOKEN}, or the Prefect block {TOKEN_BLOCK}, a token that may deposit there?" if is_closed else ""
        raise NotAsAsked(f"{client.base_url}: {method} {path} is answered {answer.status_code}{_said(answer)}{remedy}")
    try:
        return answer.json() if answer.content else {}
    except ValueError as error:
        raise NotAsAsked(
            f"{client.base_url}: {method} {path} is not answered in JSON; is it a repository that speaks InvenioRDM?"
        ) from error


def _said(answer: httpx.Response) -> str:
    """Return what an answer gives as its reason, on one line; '' where it gives none."""
    try:
        found = answer.json()
        wrong = [f"{one['field']}: {' '.join(map(str, one['messages']))}" for one in found.get("errors", ())]
        said = "; ".join(filter(None, [str(found.get("message") or ""), *wrong]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return f": {on_one_line(said)[:SAID_CHARACTERS]}" if said else ""


def _record(client: httpx.Client, found: Any) -> Record:
    """Return a record as a repository tells it; NotAsAsked where it tells none."""
    try:
        record_id, metadata = str(found["id"]), found.get("metadata") or {}
        if not RECORD_ID.fullmatch(record_id):
            raise ValueError(f"{record_id!r} is no id")
        page = str((found.get("links") or {}).get("self_html") or "")
        return Record(
            record_id,
            bool(found.get("is_published")) and not found.get("is_draft"),
            str(metadata.get("title") or ""),
            str(metadata.get("version") or ""),
            _doi(found),
            _doi(found.get("parent") or {}),
            page if WEB_ADDRESS.fullmatch(page) else f"{str(client.base_url).rstrip('/')}/records/{record_id}",
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotAsAsked(f"{client.base_url}: does not answer as InvenioRDM does ({type(error).__name__})") from error


def _doi(found: Mapping[str, Any]) -> str | None:
    return ((found.get("pids") or {}).get("doi") or {}).get("identifier")
