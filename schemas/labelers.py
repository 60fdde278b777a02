"""The table `labelers`."""

from typing import Annotated, NamedTuple

from schemas.columns import About, table_of
from schemas.speeches import SHA256


class Labeler(NamedTuple):
    """One rule set that wrote labels."""

    labeler: Annotated[str, About("Key: the rule set's name.", unique=True)]
    version: Annotated[str, About("Its version, raised by hand when its meaning changes.", pattern=r"[0-9]+\.[0-9]+\.[0-9]+")]
    sha256: Annotated[str, About("SHA-256 of its code and word lists.", pattern=SHA256)]


LABELERS = table_of(Labeler, name="labelers", key=["labeler"])
