"""Tables that come to many row groups and to many files, though they are small."""

import pytest

from flows import parquet


def small_files(patch: pytest.MonkeyPatch) -> None:
    """Have files hold at most ten kilobytes, and row groups a hundred rows."""
    patch.setattr(parquet, "BYTES_PER_FILE", 10_000)
    patch.setattr(parquet, "ROWS_PER_GROUP", 100)
    patch.setattr(parquet, "ROWS_PER_GROUP_OF_LONG_TEXT", 100)
