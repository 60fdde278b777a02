"""The per-text function in a datatrove pipeline: `python -m benchmarks.peers.datatrove_rules SOURCES OUT`, where datatrove is installed.

One task and one worker in this process, its reader of JSON Lines, one step, its Parquet writer.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from datatrove.data import DocumentsPipeline
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import ParquetWriter

from benchmarks.peers.per_text import marks_of
from benchmarks.peers.telling import tell


class Marks(PipelineStep):  # type: ignore[misc]
    """Put the marks of each text into its metadata."""

    name = "marks"

    def __init__(self, sources: str) -> None:
        super().__init__()
        self.sources = sources

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        for document in data:
            document.metadata = marks_of(document.id, document.text, self.sources)
            yield document


def write_all(sources: Path, out: Path) -> None:
    """Run the pipeline."""
    with TemporaryDirectory() as logs:
        LocalPipelineExecutor(
            pipeline=[
                JsonlReader(str(sources), glob_pattern="corpus.jsonl"),
                Marks(str(sources)),
                ParquetWriter(str(out), compression="zstd"),
            ],
            tasks=1,
            workers=1,
            logging_dir=logs,
        ).run()


if __name__ == "__main__":
    tell(write_all)
