"""The table `pages`."""

from datetime import datetime
from typing import Annotated, NamedTuple

from schemas.columns import About, Maker, table_of


class Page(NamedTuple):
    """What is known by now of the page of a speech that came from an address; it changes with every look at the page."""

    speech_id: Annotated[str, About("The speech.", refers_to="speeches.speech_id", unique=True)]
    last_seen_at: Annotated[datetime | None, About("The last moment at which the address answered with this text.")]
    is_gone: Annotated[bool, About("True where the address has answered, for good, that nothing is there; the speech stays published.")]


PAGES = table_of(Page, name="pages", made_by=Maker.ASSEMBLY, key=["speech_id"], may_be_empty=True)
