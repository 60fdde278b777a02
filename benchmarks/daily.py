"""A day's release: a few texts come to an archive that was released before, and what that writes anew is counted.

`make bench BENCH=daily` builds the archive and its next release; `BENCH=next_day` does so with a large archive, by two worker
processes, where all new texts are of the day after the others. Bytes are new where the file
holding them is none of the release before: an unchanged file is that very file, under a second name. A reader's bytes are those of the
files that the release before has under no name, and of the lists that say so.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.builds import TWO_PROCESSES, after_start, hash_seconds, outside_engine, staged
from benchmarks.corpus import report, write_corpus
from benchmarks.measuring import Figure, Size, figure
from benchmarks.read_bytes import ratios
from flows.fetch.looks import TICK_NS
from rostra.download import Wish, download
from rostra.promises import CHECKSUMS
from rostra.store import INDEX, release_folder
from schemas.quotations import QUOTATIONS

NEW_TEXTS = 5
NEW_TEXTS_OF_A_DAY = 20
# The corpus's last day is before this one.
NEXT_DAY = date(2025, 11, 5)


def daily(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield the bytes that a release with five more texts writes anew, to its size, and what a build of it takes, to a full one."""
    archive = write_corpus(corpora, size.texts)
    with TemporaryDirectory(prefix="bench-") as folder:
        sources, store = Path(folder) / "sources", Path(folder) / "store"
        shutil.copytree(archive, sources)
        full = staged(sources, store)
        before = release_folder(store)
        for question, ratio in ratios(QUOTATIONS, before / "data", Path(folder)):
            yield figure(f"daily_read_{question}", [ratio], {"texts": size.texts})
        add_texts(sources, size.texts)
        after = staged(sources, store)
        written, held = new_bytes(before, release_folder(store))
        of = {"texts": size.texts, "new_texts": NEW_TEXTS}
        largest = sorted(written.items(), key=lambda item: -item[1])[:5]
        fetched = fetched_bytes(store, before.name, Path(folder) / "reader")
        yield figure("daily_fetched_bytes", [fetched / held], {**of, "bytes": held, "fetched_bytes": fetched})
        yield figure("daily_bytes", [sum(written.values()) / held], {**of, "bytes": held, "new_bytes_of": dict(largest)})
        yield figure(
            "daily_cpu", [after.cpu_seconds / full.cpu_seconds], {**of, "full": full.said["stages"], "after": after.said["stages"]}
        )


def next_day(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield what a day's release of a large archive writes, has fetched and takes, to a full one, the starts apart; then with no news."""
    archive = write_corpus(corpora, size.most)
    with TemporaryDirectory(prefix="bench-") as folder:
        sources, store = Path(folder) / "sources", Path(folder) / "store"
        shutil.copytree(archive, sources)
        full = staged(sources, store, *TWO_PROCESSES)
        before = release_folder(store)
        add_texts(sources, size.most, NEW_TEXTS_OF_A_DAY, NEXT_DAY)
        time.sleep(TICK_NS / 1e9)  # a file that just changed tells nothing by its look
        after = staged(sources, store, *TWO_PROCESSES)
        of = {"texts": size.most, "new_texts": NEW_TEXTS_OF_A_DAY}
        written, held = new_bytes(before, release_folder(store))
        yield figure("next_day_bytes", [sum(written.values()) / held], {**of, "bytes": held})
        yield figure("next_day_fetched_bytes", [fetched_bytes(store, before.name, Path(folder) / "reader") / held], of)
        seconds = {"full": full.said["stages"], "after": after.said["stages"]}
        yield figure("next_day_cpu", [after_start(after) / after_start(full)], {**of, **seconds})
        yield outside_engine("next_day_outside", size.most, full)
        yield figure("next_day_memory", [max(used.peak_bytes for used in (full, after)) / 1e9], of)
        same, hashing = staged(sources, store, *TWO_PROCESSES), hash_seconds(sources)
        yield figure("next_day_no_news", [after_start(same) / hashing], {**of, "hash_seconds": round(hashing, 2)})


def add_texts(sources: Path, texts: int, new: int = NEW_TEXTS, day: date | None = None) -> None:
    """Write the reports that follow the first ones of the corpus, of their own days or of another one."""
    for number in range(texts, texts + new):
        found = report(number)
        path = sources / "texts" / found.path
        path.parent.mkdir(exist_ok=True)
        _, _, rest = found.text.partition("\n")  # a report's first line is its day
        path.write_bytes((found.text if day is None else f"{day.isoformat()}\n{rest}").encode())


def fetched_bytes(store: Path, before: str, reader: Path) -> int:
    """Return how many bytes a reader who has the release before receives of the latest one, lists of checksums and index included."""
    download(store, reader, Wish(before))
    found = download(store, reader, Wish(since=before))
    # The manifest is counted there already.
    return found.fetched_bytes + sum(path.stat().st_size for path in (store / INDEX, found.folder / CHECKSUMS))


def new_bytes(before: Path, after: Path) -> tuple[dict[str, int], int]:
    """Return folder of the later release → bytes in files that are none of the earlier one's, and how many bytes it holds in all."""
    known = {(look.st_dev, look.st_ino) for path in before.rglob("*") if path.is_file() for look in [path.stat()]}
    written: dict[str, int] = {}
    held = 0
    for path in (path for path in after.rglob("*") if path.is_file()):
        look = path.stat()
        held += look.st_size
        if (look.st_dev, look.st_ino) not in known:
            folder = "/".join(path.relative_to(after).parts[:2])
            written[folder] = written.get(folder, 0) + look.st_size
    return written, held
