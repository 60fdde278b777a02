"""What work costs as its input grows, in a way that a busy machine does not disturb."""

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of a call in seconds, without the collector's: its cost grows with all that is alive."""
    gc.disable()
    try:
        begin = time.process_time()
        work()
        return time.process_time() - begin
    finally:
        gc.enable()
