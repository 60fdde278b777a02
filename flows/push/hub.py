"""Pushing a release to a dataset on the Hugging Face Hub: its files at the root of the branch `main`, its version as a tag.

What is there with the same checksum is not sent again, and large files go up before the one commit that shows them all: a push that was
broken off goes on where it stood. The token is the one that is given, never one that the machine keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from flows.errors import NotAsAsked, Refused
from flows.publish.number import numbers
from flows.push.plan import FileHere, Plan, planned
from flows.push.released import Released, files_with_sha256
from flows.push.targets import HubDataset
from rostra.store import VERSION, on_one_line

if TYPE_CHECKING:
    from huggingface_hub import HfApi

TOKEN = "HF_TOKEN"  # noqa: S105  the name of a variable
TOKEN_BLOCK = "rostra-hf-token"  # noqa: S105  the name of a block
DATASET = "dataset"
THEIRS = frozenset({".gitattributes"})
"""What the Hub itself puts into a dataset."""
AT_ONCE = 32
"""So many files are asked for and sent before the next: what a push that breaks off may have to ask for again."""


class There(NamedTuple):
    """What a dataset on the Hub holds."""

    is_there: bool
    files: Mapping[str, str]
    """Name → checksum with its kind, on the branch that readers get."""
    tags: frozenset[str]
    commit: str | None
    """What that branch stands at."""


NOTHING_THERE = There(False, {}, frozenset(), None)


class HubPush(NamedTuple):
    """What a push to the Hub is about to do."""

    dataset: HubDataset
    release: Released
    here: Mapping[str, FileHere]
    there: There
    plan: Plan

    @property
    def is_tagged(self) -> bool:
        """Whether the version's tag is there."""
        return self.release.entry.version in self.there.tags


def hub_api(token: str | None) -> HfApi:
    """Return the Hub's client, with this token or none; Refused where its library is not installed."""
    try:
        from huggingface_hub import HfApi
    except ImportError as error:
        raise Refused("hf:// needs the package huggingface_hub: install rostra[hf]") from error
    return HfApi(token=token or False, library_name="rostra")  # False: never a token that the machine keeps


def prepared(api: HfApi, dataset: HubDataset, release: Released) -> HubPush:
    """Return what a push would do, nothing of it done.

    Raises Refused where a higher version is there, NotAsAsked where this one is there with other files: what is published never changes.
    """
    version = release.entry.version
    here = files_with_sha256(release)
    with plain_errors(dataset):
        there = _there(api, dataset, version)
        newer = [tag for tag in there.tags if VERSION.fullmatch(tag) and numbers(tag) > numbers(version)]
        plan = planned(here, there.files, THEIRS)
    if version in there.tags and not plan.is_done:
        raise NotAsAsked(f"hf://{dataset.name}: holds {version} with other files than here; what is published never changes")
    if newer and version not in there.tags:
        raise Refused(f"hf://{dataset.name}: holds {max(newer, key=numbers)} already, and its readers would get {version} again")
    return HubPush(dataset, release, here, there, plan)


def send(api: HfApi, push: HubPush, on_sent: Callable[[int], None] = lambda sent: None) -> None:
    """Make the dataset hold the release, and tag it; `on_sent` is told the bytes of each file that went up. Nothing where it is done."""
    with plain_errors(push.dataset):
        if not push.there.is_there:
            api.create_repo(push.dataset.name, repo_type=DATASET, exist_ok=True)
        if not push.is_tagged and not push.plan.is_done:
            _commit(api, push, on_sent)
        if not push.is_tagged:
            api.create_tag(push.dataset.name, tag=push.release.entry.version, repo_type=DATASET, exist_ok=True)


def _there(api: HfApi, dataset: HubDataset, version: str) -> There:
    """Return what the dataset holds: the files of this version where it is tagged, else those of the branch `main`."""
    from huggingface_hub.errors import RepositoryNotFoundError
    from huggingface_hub.hf_api import RepoFile

    try:
        refs = api.list_repo_refs(dataset.name, repo_type=DATASET)
    except RepositoryNotFoundError:
        return NOTHING_THERE
    tags = frozenset(tag.name for tag in refs.tags)
    commit = next((branch.target_commit for branch in refs.branches if branch.name == "main"), None)
    if commit is None:
        return There(True, {}, tags, None)
    found = api.list_repo_tree(dataset.name, recursive=True, revision=version if version in tags else None, repo_type=DATASET)
    files = [entry for entry in found if isinstance(entry, RepoFile)]
    return There(True, {file.path: f"sha256:{file.lfs.sha256}" if file.lfs else f"git:{file.blob_id}" for file in files}, tags, commit)


def _commit(api: HfApi, push: HubPush, on_sent: Callable[[int], None]) -> None:
    """Send the large files, then show all at once in one commit."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    folder, name = push.release.folder, push.dataset.name
    added = [CommitOperationAdd(path, str(folder / path)) for path in push.plan.sent]
    for start in range(0, len(added), AT_ONCE):
        some = added[start : start + AT_ONCE]
        api.preupload_lfs_files(name, some, repo_type=DATASET)
        on_sent(sum(push.here[one.path_in_repo].bytes for one in some))
    removed = [CommitOperationDelete(path) for path in push.plan.removed]
    message = f"Release {push.release.entry.version}"
    api.create_commit(name, [*added, *removed], commit_message=message, repo_type=DATASET, parent_commit=push.there.commit)


@contextmanager
def plain_errors(dataset: HubDataset) -> Iterator[None]:
    """Turn what the Hub answers (no right, no such dataset, no connection) into a line for a person, without what was sent to it."""
    from huggingface_hub.errors import HTTPError

    try:
        yield
    except RuntimeError as error:  # what its threads met is the cause
        raise _plain(dataset, error.__cause__ or error) from error
    except (HTTPError, OSError, ValueError) as error:
        raise _plain(dataset, error) from error


def _plain(dataset: HubDataset, error: BaseException) -> NotAsAsked:
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    if not isinstance(error, HfHubHTTPError):
        return NotAsAsked(f"hf://{dataset.name}: the push broke off ({type(error).__name__}); run it again, and it goes on from there")
    status = error.response.status_code
    is_closed = status in {401, 403} or isinstance(error, RepositoryNotFoundError)
    remedy = f"; is {TOKEN}, or the Prefect block {TOKEN_BLOCK}, a token that may write there?" if is_closed else "; run it again later"
    said = f": {on_one_line(error.server_message)}" if error.server_message else ""
    return NotAsAsked(f"hf://{dataset.name}: the Hub answers {status}{said}{remedy}")
