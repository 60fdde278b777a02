"""How well the sentence rule finds the ends that people marked: `python -m benchmarks.sentences GOLD.json.gz…`.

A gold file is a JSON list of {text, newdoc, newpar, nospace}: sentences in order. A paragraph's sentences are joined by one
space (by none where the latter says `nospace`); a new paragraph or document begins a paragraph, and a file that marks
neither is one long paragraph. A boundary is a sentence's end that is not the end of its paragraph, which is given.
"""

import argparse
import gzip
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from flows.segment.paragraphs import paragraph_spans
from flows.segment.sentences import sentence_spans
from schemas.words import Language

BLOCK_SENTENCES = 20
"""The bootstrap draws blocks of about so many consecutive sentences: whole paragraphs where the file marks them."""
DRAWS = 1000
