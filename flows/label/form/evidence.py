"""What speaks for the words of the speaker alone, and against them: the first person, an address, questions, frames of reporting."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from flows.label.form.words import WORD, classes, forms, one_of
from flows.languages.letters import plain
from flows.languages.pack import Pack, any_of
from schemas.columns import Span

SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++(?=[\s”»\")\]]|$)")
# “…” «…» "…": what a marked passage holds is not the writer's
MARKED = re.compile(r"“[^”“]*+”|«[^»«]*+»|„[^“”„]*+[“”]|\"[^\"]*+\"")
# ”, he said – , – сказал он – “ as he said
BESIDE_DASH = re.compile(r"[,.!?…”»\"]\s*[–—-]\s+(?P<after>[^\W\d_]+(?:[ ,]+[^\W\d_]+){0,3})")
# Dear fellow citizens! – Уважаемые депутаты,
ENDS_ADDRESS = re.compile(r"[^.?;“”«»\"]{0,120}?[!,:](?:\s|$)|[^.!?,:;“”«»\"]{0,120}[.;]?$")
ENDS_CALL = re.compile(r"\s*[!,:](?:\s|$)")
REST_OF_ADDRESS = re.compile(r"[^.!?“”«»\"]{0,120}[!,:]")
ENDS_REST = ("!", ",", ":")
LONGEST_ADDRESS = 160
CLOSING_MARKS = "”»\"')]’ "
SHORT_QUESTION = 400
"""A question of this many code points may go on after its question mark."""
LONGEST_READ = 20_000
"""So many code points of a line are looked at; no longer line changes what the text is."""
FEWEST_WORDS = 6


def outside_marks(text: str, line: Span) -> str:
    """Return the words of a line that stand outside of marks, plain."""
    return plain(MARKED.sub(" ", text[line.start : min(line.end, line.start + LONGEST_READ)]))


def first_person_share(text: str, lines: Iterable[Span], pack: Pack) -> float:
    """Return the share of the lines of some length in which the writer speaks of himself, alone or with others; 0 without such lines."""
    own = forms("first_person", pack)
    seen = said = 0
    for line in lines:
        words = WORD.findall(outside_marks(text, line))
        if len(words) >= FEWEST_WORDS:
            seen += 1
            said += any(map(own.holds, words))
    return said / seen if seen else 0.0


def own_words_rate(text: str, lines: Iterable[Span], pack: Pack) -> float:
    """Return how many of a hundred words outside of marks are the writer's words for himself, alone or with others.

    However a page's lines are broken, it is the same; 0 without words.
    """
    own = forms("first_person", pack)
    seen = said = 0
    for line in lines:
        words = WORD.findall(outside_marks(text, line))
        seen += len(words)
        said += sum(map(own.holds, words))
    return 100 * said / seen if seen else 0.0


def frames_share(text: str, lines: Iterable[Span], pack: Pack) -> float:
    """Return how many words of reporting there are for one sentence of the lines, outside of marks and not of the first person."""
    attributing, own = forms("attributing", pack), forms("first_person", pack)
    frames = sentences = 0
    for line in lines:
        part = outside_marks(text, line)
        sentences += sum(1 for _ in SENTENCE_END.finditer(text, line.start, min(line.end, line.start + LONGEST_READ))) or 1
        words = WORD.findall(part)
        for place, word in enumerate(words):
            if attributing.holds(word) and not any(map(own.holds, words[max(place - 3, 0) : place + 3])):
                frames += 1
    return frames / sentences if sentences else 0.0


def is_attributed(text: str, line: Span, pack: Pack) -> bool:
    """Tell whether a word of reporting follows a dash: `– Yes, – said the minister.`"""
    attributing = _attributing(pack)
    for match in BESIDE_DASH.finditer(text, line.start, min(line.end, line.start + LONGEST_READ)):
        after = plain(match.group("after"))
        if match.group("after")[0].islower() and attributing.search(after):
            return True
    return False


@cache
def _attributing(pack: Pack) -> re.Pattern[str]:
    words = forms("attributing", pack).words | forms("attributing_after_dash", pack).words
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)")


def ends_in_question(text: str, line: Span) -> bool:
    """Tell whether a line's last sentence is a question."""
    tail = text[max(line.start, line.end - 40) : line.end].rstrip(CLOSING_MARKS)
    return tail.endswith(("?", "?!", "?..", "?…"))


def asks(text: str, line: Span, pack: Pack) -> bool:
    """Tell whether a line asks: its last sentence is a question, or it is short and holds one, or a request to tell."""
    if ends_in_question(text, line):
        return True
    if line.end - line.start > SHORT_QUESTION:
        return False
    part = outside_marks(text, line)
    return "?" in part or one_of("requests", pack).search(part) is not None


def speaks_to(text: str, line: Span, pack: Pack) -> bool:
    """Tell whether a line speaks to somebody: you, your."""
    return any(map(forms("second_person", pack).holds, WORD.findall(outside_marks(text, line))))


def share_after(paragraphs: Sequence[Span], start: int) -> float:
    """Return the share of a text that follows a code point."""
    first, end = paragraphs[0].start, paragraphs[-1].end
    return (end - start) / (end - first) if end > first else 0.0


def is_address(text: str, line: Span, pack: Pack) -> bool:
    """Tell whether a line begins by addressing those present."""
    head = plain(text[line.start : min(line.end, line.start + LONGEST_ADDRESS)])
    match = _addresses(pack).match(head)
    if match is None:
        return False
    if match.lastgroup == "thanking":
        return True
    ends = ENDS_CALL if match.lastgroup == "whole" else ENDS_ADDRESS
    return ends.match(head, match.end()) is not None


def address_within(text: str, line: Span, pack: Pack) -> int | None:
    """Return where an address begins that ends a line of a head: `New York, 26 September Excellencies, ladies and gentlemen,`"""
    if text[line.end - 1 : line.end] not in ENDS_REST:
        return None
    first = max(line.start, line.end - LONGEST_ADDRESS)
    tail = plain(text[first : line.end])
    for match in _addresses(pack).finditer(tail):
        at = first + match.start()
        is_apart = match.start() > 0 and tail[match.start() - 1].isspace() and text[at].isupper()
        if is_apart and match.lastgroup != "thanking" and REST_OF_ADDRESS.fullmatch(tail, match.end()):
            return at
    return None


@cache
def _addresses(pack: Pack) -> re.Pattern[str]:
    groups = (rf"(?P<{kind}>{any_of(members)})" for kind, members in sorted(classes("openings", pack).items()))
    return re.compile(rf"(?:{'|'.join(groups)})(?!\w)")
