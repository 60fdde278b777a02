"""The command that brings a release elsewhere: `rostra push`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import Refused
from flows.operate.commands import DEFAULT_WORK, Work
from flows.operate.secrets import secret
from flows.push.plan import files, in_words, size
from flows.push.targets import target_of
from rostra.options import DEFAULT_STORE, Quiet

if TYPE_CHECKING:
    from flows.push.released import Released
    from flows.push.targets import HubDataset

DRY_RUN = "a dry run: nothing was sent; --send sends it"


def push(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="hf://owner/name: a dataset on the Hugging Face Hub.")],
    version: Annotated[str | None, typer.Option(help="The version to push; the latest without one.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it; without this, only what would be sent is said.")] = False,
    store: Annotated[str, typer.Option(help="The folder or address that holds releases; or s3://bucket/prefix.")] = str(DEFAULT_STORE),
    work: Work = DEFAULT_WORK,
    quiet: Quiet = False,
) -> None:
    """Bring a published release to the Hugging Face Hub, each file of it as it was published.

    Says what it would send, and with `--send` sends it. What is there with the same checksum is not sent again: a push that broke off goes
    on where it stood. The token is that of HF_TOKEN, or of the Prefect Secret block `rostra-hf-token`.

    Exit 1 where the other side refuses it, or holds this version with other files; 2 where the release may not be pushed.
    """
    from flows.publish.elsewhere import store_on_disk
    from flows.push.released import released
    from rostra.store import read_index

    wanted = target_of(target)
    with store_on_disk(store, work, must_be_there=True, is_whole=version is not None) as folder:
        _push_to_hub(wanted, released(folder, read_index(folder), version), is_sent=send, quiet=quiet)


def _push_to_hub(dataset: HubDataset, release: Released, *, is_sent: bool, quiet: bool) -> None:
    from flows.push import hub

    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")  # the library's own, beside ours
    token = secret(hub.TOKEN, hub.TOKEN_BLOCK)
    if is_sent and not token:
        raise Refused(f"{hub.TOKEN} is not set, and no Prefect Secret block {hub.TOKEN_BLOCK} is there: nothing was sent")
    api = hub.hub_api(token)
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
