"""Great Expectations is imported without what nobody asks of it, and whatever it was spared is there for others."""

import subprocess
import sys

CODE = """
import sys, threading
from expectations.gate import open_gate
from expectations.import_alone import MISSED, UNUSED, Finder
open_gate()
assert not {name.partition(".")[0] for name in sys.modules} & {"scipy", "altair", "sqlalchemy", "pyspark", "botocore"}
assert not any(isinstance(finder, Finder) for finder in sys.meta_path)
import scipy.stats, sqlalchemy
assert scipy.stats.norm and sqlalchemy.select
"""


def test_great_expectations_is_imported_alone_and_the_rest_can_be_imported_afterwards() -> None:
    assert subprocess.run([sys.executable, "-c", CODE], check=False, capture_output=True, text=True).stderr == ""
