"""An object store for tests that publish elsewhere."""

from tests.publish.a_bucket import address, bucket

__all__ = ["address", "bucket"]
