"""The table of tombstones, `withdrawn`: it stands in a release only where texts were withdrawn."""

from datetime import date
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of


class Tombstone(NamedTuple):
    """One speech that was published once and was withdrawn: no release holds it any more, and none will."""

    speech_id: Annotated[str, About("Key: what the speech was called.", unique=True)]
    text_sha256: Annotated[
        str | None,
        About("SHA-256 of its text, so that no copy of it is published under another name; the text cannot be had back from it."),
    ]
    reason: Annotated[str, About("Why it was withdrawn, in the publisher's words.")]
    withdrawn_on: Annotated[date, About("The day of its withdrawal.")]


WITHDRAWN = table_of(Tombstone, name="withdrawn", made_by=Maker.WITHDRAWAL, key=["speech_id"], may_be_empty=True)
