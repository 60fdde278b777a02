"""Where the processor time of a build goes, by stage; `make profile` prints the kernels of the text work too."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.builds import profile_of, staged
from benchmarks.corpus import write_corpus
from benchmarks.measuring import Figure, Size


def profile(size: Size, corpora: Path) -> Iterator[Figure]:
    """Yield the share of the text work in a build's processor time, with the seconds of each stage."""
    with TemporaryDirectory(prefix="bench-") as folder:
        used = staged(write_corpus(corpora, size.texts), Path(folder) / "store")
    yield profile_of(size.texts, used)
