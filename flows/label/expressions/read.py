"""The sentences of a text as the expressions of time and amount read them: once for all labels that need them."""

from __future__ import annotations

import re
from typing import NamedTuple

from flows.label.expressions.items import items_of, openers
from flows.label.expressions.numbers import Item
from flows.languages.pack import Pack, pack
from flows.segment.document import Document, parts_of
from schemas.columns import Span

WORD = re.compile(r"[^\W\d_]++(?:['’ʼ][^\W\d_]{2,}+)?+|[0-9]")


class ReadSentence(NamedTuple):
    """A sentence in its items and their letters, which are as many."""

    span: Span
    own: Pack
    items: list[Item]
    letters: str


def read_sentences(document: Document) -> list[ReadSentence]:
    """Return the sentences of a text in which a number, or a word of time or amount, stands."""
    found = []
    for part in parts_of(document):
        own = pack(part.language)
        opens = openers(own)
        for sentence in part.sentences:
            # Most sentences have none, and are told at a glance.
            if any(map(opens.__getitem__, WORD.findall(part.text, *sentence))):
                found.append(ReadSentence(sentence, own, *items_of(part.text, sentence, own)))
    return found
