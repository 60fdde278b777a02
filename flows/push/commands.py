"""The command that brings a release elsewhere: `rostra push`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import Refused
from flows.operate.commands import DEFAULT_WORK, Work
from flows.operate.secrets import secret
from flows.push.plan import files, in_words, size
from flows.push.targets import target_of
from rostra.options import DEFAULT_STORE, Quiet

if TYPE_CHECKING:
    from flows.push.deposits import DepositPush
    from flows.push.released import Released
    from flows.push.targets import HubDataset, Repository
    from rostra.index import Deposit

DRY_RUN = "a dry run: nothing was sent; --send sends it"


def push(
    target: Annotated[
        str,
        typer.Argument(
            metavar="TARGET", help="hf://owner/name on the Hugging Face Hub; zenodo:, or zenodo:https://… of another repository."
        ),
    ],
    version: Annotated[str | None, typer.Option(help="The version to push; the latest without one.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it; without this, only what would be sent is said.")] = False,
    store: Annotated[str, typer.Option(help="The folder or address that holds releases; or s3://bucket/prefix.")] = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
    quiet: Quiet = False,
) -> None:
    """Bring a published release to the Hugging Face Hub, or deposit it on Zenodo, each file of it as it was published.

    Says what it would send, and with `--send` sends it. What is there with the same checksum is not sent again: a push that broke off goes
    on where it stood. The token is that of HF_TOKEN or ZENODO_TOKEN, or of the Prefect Secret block `rostra-hf-token` or
    `rostra-zenodo-token`. A deposit is published for good, and its DOI is written to the store's index.

    Exit 1 where the other side refuses it, or holds this version with other files; 2 where the release may not be pushed.
    """
    from flows.publish.elsewhere import store_on_disk
    from flows.push.released import released
    from flows.push.targets import HubDataset
    from rostra.store import read_index

    wanted = target_of(target)
    with store_on_disk(store, work, must_be_there=True, is_whole=version is not None) as folder:
        index = read_index(folder)
        release = released(folder, index, version)
        if isinstance(wanted, HubDataset):
            _push_to_hub(wanted, release, is_sent=send, quiet=quiet)
        elif release.entry.deposit is not None:
            print(f"{release.entry.version} is deposited already: https://doi.org/{release.entry.deposit.doi}")
        else:
            _deposit(wanted, release, folder, is_sent=send, quiet=quiet)


def _push_to_hub(dataset: HubDataset, release: Released, *, is_sent: bool, quiet: bool) -> None:
    from flows.push import hub

    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # the library's own, beside ours
    api = hub.hub_api(_token(hub.TOKEN, hub.TOKEN_BLOCK, is_needed=is_sent))
    found = hub.prepared(api, dataset, release)
    where, version = f"hf://{dataset.name}", release.entry.version
    if found.is_tagged:
        print(f"{where}: holds {version} already, all {files(len(found.here))} as they are here")
        return
    if not quiet or not is_sent:
        print(f"{version} to {in_words(found.plan, where)}")
    if not is_sent:
        print(DRY_RUN)
        return
    with _shown(found.plan.sent_bytes, quiet) as on_sent:
        hub.send(api, found, on_sent)
    print(f"{where}: holds {version} now, as its main branch and as the tag {version}")


def _deposit(repository: Repository, release: Released, store: Path, *, is_sent: bool, quiet: bool) -> None:
    from flows.push import deposits, invenio
    from rostra.store import read_index

    token = _token(invenio.TOKEN, invenio.TOKEN_BLOCK, is_needed=is_sent)
    with TemporaryDirectory(prefix="rostra-deposit-") as work, invenio.repository(repository.url, token) as client:
        found = deposits.prepared(client, release, read_index(store), Path(work), is_known=token is not None)
        if not quiet or not is_sent:
            print(f"{release.entry.version} to {in_words(found.plan, repository.url)}{_begun(found)}")
        if not is_sent:
            print(DRY_RUN)
            return
        with _shown(found.plan.sent_bytes, quiet) as on_sent:
            deposit = deposits.deposit(client, found, on_sent)
    print(f"deposited as {deposit.url}, DOI {deposit.doi}{f'; all versions: {deposit.concept_doi}' if deposit.concept_doi else ''}")
    if deposits.can_be_cited(deposit):
        _note_in_the_index(store, release.entry.version, deposit)
    else:
        print("a DOI for trials, which leads nowhere: the index does not name it")


def _begun(push: DepositPush) -> str:
    if push.found:
        return f"; {push.found.url} is {'published' if push.found.is_published else 'begun'}"
    return f"; as the next version of {push.follows}" if push.follows else "; as a new record"


def _note_in_the_index(store: Path, version: str, deposit: Deposit) -> None:
    from flows.publish.index import deposited, write_index
    from flows.publish.on_disk import LOCK_WAIT_SECONDS, acquire
    from flows.publish.pages.catalogue import write_catalogue
    from rostra.store import read_index

    with acquire(store, LOCK_WAIT_SECONDS):
        write_catalogue(store, write_index(store, deposited(read_index(store), version, deposit)))


def _token(variable: str, block: str, *, is_needed: bool) -> str | None:
    found = secret(variable, block)
    if is_needed and not found:
        raise Refused(f"{variable} is not set, and no Prefect Secret block {block} is there: nothing was sent")
    return found


@contextmanager
def _shown(total: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Give who is told of bytes that were sent, and says on a terminal how many of all are there."""
    sent = 0

    def tell(more: int) -> None:
        nonlocal sent
        sent += more
        if not quiet and sys.stderr.isatty():
            print(f"\r{size(sent)} of {size(total)} sent", end="" if sent < total else "\n", file=sys.stderr, flush=True)

    yield tell
