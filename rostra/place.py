"""A folder or file by its address: on this disk, on a web server, in an object store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

WEB = frozenset({"http", "https"})
SECRET = re.compile(r"(?<=://)[^/@]*@")


class Place(NamedTuple):
    """A folder, or a file in one; `scheme` is `file` for this disk, where `address` is a path."""

    scheme: str
    address: str

    def __str__(self) -> str:
        return SECRET.sub("", self.address)

    @property
    def is_local(self) -> bool:
        """Whether it lies on this disk."""
        return self.scheme == "file"

    @property
    def path(self) -> Path:
        """The path of a place on this disk."""
        return Path(self.address)

    @property
    def name(self) -> str:
        """The last part of the address."""
        return self.address.rstrip("/").rpartition("/")[2]

    @property
    def parent(self) -> Place:
        """The folder in which it lies."""
        return Place(self.scheme, str(self.path.parent) if self.is_local else self.address.rstrip("/").rpartition("/")[0])

    def inside(self, name: str) -> Place:
        """Return the place of a file or folder of this folder; `name` has forward slashes."""
        if self.is_local:
            return Place(self.scheme, str(self.path / name))
        return Place(self.scheme, f"{self.address}/{quote(name) if self.scheme in WEB else name}")
