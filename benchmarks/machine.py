"""What a figure must be read with: the machine's kind, never its name."""

import os
import platform
from pathlib import Path


def machine() -> dict[str, object]:
    """Return processor model and count, memory, Python and the load of the last minute."""
    return {
        "cpu": _after_colon(Path("/proc/cpuinfo"), "model name"),
        "cpus": os.cpu_count(),
        "memory_gigabytes": round(int(_after_colon(Path("/proc/meminfo"), "MemTotal").split()[0]) / 1e6, 1),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def _after_colon(path: Path, key: str) -> str:
    return next(line.partition(":")[2].strip() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith(key))
