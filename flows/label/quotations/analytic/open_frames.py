"""Frames beside marked words whose verb is on no list, or that have none: “…,” grumbled the deputy – she sighed: “…” – Jane Roe, mayor: “…”

Next to marked words that stand as a clause, any finite verb with a source that can speak is a cue; without marks the list decides.
"""

import re
from collections.abc import Mapping, Sequence

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.contents import with_content
from flows.label.quotations.analytic.phrases import VERB_GROUP, left_start, named_behind, nearest_subject, subject_before
from flows.label.quotations.analytic.sources import ENDS_INVERSION, INVERTING
from flows.label.quotations.analytic.titles import is_capitalised
from flows.label.quotations.analytic.units import Unit
from flows.label.quotations.words import CueEntry

ANY_VERB = CueEntry("", takes=frozenset(("quote",)))
# “A.” “B,” | … – ‘No’, | … at the start – “No” | was how she put it
MARKED = re.compile(r"Q+|^[qp](?=,|-?h?Bw)")
# “…” | was how Jane Roe put it – “…” – | that is what the deputy whispered
PUT = re.compile(r"[,-]{0,2}[hY]?Bw(?P<source>T*N{1,4}|[DGH]?A?[nNTz#]+|P)(?=[ABX]*(?P<verb>[VC])(?P<it>Y?))")
# To quote Jane Roe: “…”
TO_QUOTE = re.compile(r"tE(?P<source>[DGH]?[nNTz#]+)[,:]$")
# “…”, – | grumbled
PAUSE = re.compile(r"(?:,|-|,-)?")
# the deputy | has quietly grumbled: how far a subject may reach before its verb
SUBJECT = re.compile(r"[^Q;:.]{1,40}")
VERB = re.compile(r"[VCE]")
THIRD_PERSON = re.compile(r"(?<=[PNn])n(?=[.,:;AiMt]|$)")
# “…,” | laughs the deputy
INVERTED_THIRD_PERSON = re.compile(r"n(?=[DGHTNP])")
# Jane Roe, The Courier: “…” – the mayor of Aktau: “…” – no verb, and a name or a title within the first phrase
LABEL = re.compile(r"(?P<whole>[DGH]?[nTN]*[TN][^VCEKBQ:;-]*?)(?:,[iAgRuj][^VCEKBQ:;-]*)?|[^VCEKBQ:;-]*i(?P<end>T*N+)")
# For Jane Roe, a nurse, the answer is simple:
LED = re.compile(r"i(?P<person>[DGH]?A?[nNTr#z]+)(?:,[^VCEBKQ:;-]{1,20})?,DA?n*(?P<noun>n)B")
# Her full statement: · the ministry’s answer was clear: · his message to voters: · Her verdict?
OWNED = re.compile(r"(?P<person>[GH]|[DG]?[NnTr#]+(?:[o&][DG]?[NnTr]+)*z)A?[nA]*(?P<noun>n)(?=[:iotB.])")
# sighed, | “…” – sighed | “…”
BEFORE_MARKS = re.compile(r"(?P<verb>[V])[AM]*,?$")
# Rys: The lock must close – Lena Fischer, mayor: The lock must close
HEADED = re.compile(r"(?P<name>(?P<last>T*N{1,4}|T)(?:,[^VCEKBQ:;P-]{1,20})?):(?=[^Qw:][^:]{2})")
# Rys | (an aide) on Friday said – “…,” said Pavel | Rys
SPEAKS, SPOKEN_BY = re.compile(r"[N)]?(?:[ABXM]|iM)*C"), re.compile(r"[,*]C[NT]{0,3}$")
REACH_OF_VERB = 50
MOST_MENTIONS = 20
# Pavel Rys shook his head. | “No.”
SHOWN = re.compile(r"(?P<subject>T*N{1,3}|P|DT)A?(?P<verb>[VB])[^Q]*\.$")
SPEAKING = frozenset("PNTnr)qz#HD")
FEWEST_WORDS = 3


def of_open_frames(unit: Unit, listed: Sequence[Candidate]) -> Mapping[int, Candidate]:
    """Return the frames of the marked words that none with a listed verb holds, by the token of their cue."""
    found: dict[int, Candidate] = {}
    for marked in MARKED.finditer(unit.codes):
        words = Part(*marked.span())
        if any(part.first <= words.first < part.end for candidate in listed for part in candidate.content):
            continue
        candidate = _put(unit, words) or _leading(unit, words) or _behind(unit, words) or _before(unit, words)
        if candidate is not None:
            found.setdefault(candidate.cue.first, candidate)
    return found


def at_end(unit: Unit) -> Candidate | None:
    """Return the frame of a colon that ends a unit, whose words stand in the next paragraph: Her full statement:"""
    return _at_colon(unit, len(unit.codes) - 1) if unit.codes.endswith(":") else None


def headline(unit: Unit) -> Candidate | None:
    """Return what a line above a text gives in its writer's words to the name before its colon, if the text has that name speak too."""
    label = HEADED.match(unit.codes)
    if label is None or unit.text[: unit.span.start].rstrip(" ")[-1:] not in ("", "\n"):
        return None
    colon = label.end("name")
    end = len(unit.codes.rstrip(".,;"))
    if not _speaks(unit, unit.words[label.end("last") - 1]) or end <= colon + 1:
        return None
    return Candidate(Part(colon, colon + 1), ANY_VERB, Part(0, colon), (Part(colon + 1, end),))


def _speaks(unit: Unit, name: str) -> bool:
    """Tell whether a text has a word of saying beside a name, or beside the noun that stands for one: Police: …"""
    text, found = unit.text, unit.span.start + len(name)
    for _ in range(MOST_MENTIONS):
        found = min((at for one in (name, name.lower()) if (at := text.find(one, found)) >= 0), default=-1)
        if found < 0:
            return False
        before = _codes_of(unit, max(found - REACH_OF_VERB, 0), found)
        found += len(name)
        if SPOKEN_BY.search(before) or SPEAKS.match(_codes_of(unit, found, found + REACH_OF_VERB)):
            return True
    return False


def _codes_of(unit: Unit, first: int, end: int) -> str:
    """Return the classes of the words of a stretch of the text, each as it is without its neighbours."""
    return "".join(map(unit.grammar.letters.__getitem__, unit.grammar.patterns["token"].findall(unit.text, first, end)))


def _put(unit: Unit, marked: Part) -> Candidate | None:
    """Return the frame behind marked words that it takes up again: “…” was how Roe put it – “…,” that is what she told her aides."""
    put = PUT.match(unit.codes, marked.end) if not marked.first else None
    verb = put.start("verb") if put else 0
    if put is None or not (verb in unit.cues or put["it"]):
        return None
    cue = Part(unit.verb_start(verb), verb + 1 + len(unit.cues[verb].after if verb in unit.cues else put["it"]))
    return Candidate(cue, ANY_VERB, Part(*put.span("source")), (marked,))


def _behind(unit: Unit, marked: Part) -> Candidate | None:
    """Return the frame behind marked words that a pause ends: “…,” grumbled the deputy – “…,” she gushed."""
    codes, end = unit.codes, marked.end
    is_paused = unit.ends_with_pause(end - 1)
    if not (is_paused or codes.startswith((",", "-"), end)) or _is_name(unit, marked):
        return None
    pause = PAUSE.match(codes, end)
    at = pause.end() if pause else end
    at = len(codes) - len(codes[at:].lstrip("A"))
    framed = _inverted(unit, at) or _plain(unit, at)
    if framed is None:
        return None
    cue, source = framed
    whole = with_content(unit, Candidate(cue, ANY_VERB, source, ()), max(cue.end, source.end if source.first > cue.first else 0))
    further = tuple(part for part in whole.content if part.first > cue.first) if whole else ()
    addressee = whole.addressee if whole else None
    return Candidate(cue, ANY_VERB, source, (marked, *further), addressee)


def _inverted(unit: Unit, at: int) -> tuple[Part, Part] | None:
    """Return the verb at a token and the source behind it: grumbled the deputy – chimed in her colleague."""
    codes = unit.codes
    if not (codes.startswith(("V", "C"), at) or (INVERTED_THIRD_PERSON.match(codes, at) and _ends_as_third_person(unit, at))):
        return None
    after = at + 1 + unit.is_of("verb-particle", at + 1)
    if codes[after : after + 1] not in INVERTING:
        return None
    source = named_behind(codes, after)
    if source is None or codes[source.end : source.end + 1] not in ENDS_INVERSION:
        return None
    return Part(at, after), source


def _plain(unit: Unit, at: int) -> tuple[Part, Part] | None:
    """Return the verb and the source before it that begins at a token: she gushed – the deputy, a farmer, has grumbled."""
    codes = unit.codes
    reach = SUBJECT.match(codes, at)
    if reach is None or codes[at] not in "PNTDGHYnr#":
        return None
    for verb in range(at + 1, reach.end()):
        if not _is_finite(unit, verb):
            continue
        left = len(codes[:verb].rstrip("ABX"))
        source = subject_before(codes, left)
        if source is None or source.first != at or _is_passive(unit, left, verb):
            return None
        after = verb + 1 + unit.is_of("verb-particle", verb + 1)
        return Part(unit.verb_start(verb), after), source
    return None


def _leading(unit: Unit, marked: Part) -> Candidate | None:
    """Return the frame of words that only lead to marked ones: To quote Roe: “…” – Her verdict? “…”"""
    quoted = TO_QUOTE.match(unit.codes, 0, marked.first)
    if quoted and "object" in unit.cues.get(1, ANY_VERB).takes and _may_speak(unit, quoted.end("source") - 1):
        return Candidate(Part(1, 2), ANY_VERB, Part(*quoted.span("source")), (marked,))
    if unit.codes.startswith(".", marked.first - 1) and (owned := _owner(unit, 0)):
        return Candidate(Part(marked.first - 2, marked.first - 1), ANY_VERB, owned, (marked,))
    return None


def _before(unit: Unit, marked: Part) -> Candidate | None:
    """Return the frame before marked words: she sighed: “…” – she sighed, “…” – Jane Roe, mayor: “…”"""
    if unit.codes.startswith(":", marked.first - 1):
        framed = _at_colon(unit, marked.first - 1) if _opens_as_speech(unit, marked) else None
        return framed and framed._replace(content=(marked,))
    if shown := SHOWN.match(unit.codes, 0, marked.first):
        return Candidate(Part(*shown.span("verb")), ANY_VERB, Part(*shown.span("subject")), (marked,))
    verb = BEFORE_MARKS.search(unit.codes, 0, marked.first)
    if verb is None or unit.codes[marked.end :].strip(".,") or not _is_sentence(unit, marked):
        return None
    left = len(unit.codes[: verb.start()].rstrip("ABX"))
    source = subject_before(unit.codes, left)
    if source is None or unit.codes[source.first] not in "PNTDGH" or _is_passive(unit, left, verb.start()):
        return None
    return Candidate(Part(unit.verb_start(verb.start()), verb.start() + 1), ANY_VERB, source, (marked,))


def _at_colon(unit: Unit, colon: int) -> Candidate | None:
    """Return the frame that a colon ends, without its words: by its verb's subject, by a label, by whose statement it is."""
    codes = unit.codes
    start = left_start(codes, colon)
    if owner := _owner(unit, start):
        return Candidate(Part(colon, colon + 1), ANY_VERB, owner, ())
    label = LABEL.fullmatch(codes, start, colon)
    if label and (label["whole"] or unit.is_of("author", label.start("end") - 1)):
        return Candidate(Part(colon, colon + 1), ANY_VERB, Part(*label.span("whole" if label["whole"] else "end")), ())
    source = nearest_subject(codes, colon)
    if source is None or codes[source.first] not in SPEAKING:
        return None
    group = VERB_GROUP.search(codes, source.end, colon)
    verb = next((at for at in range(group.start(), group.end()) if codes[at] in "VC"), None) if group else None
    return Candidate(Part(colon, colon + 1) if verb is None else Part(verb, verb + 1), ANY_VERB, source, ())


def _owner(unit: Unit, start: int) -> Part | None:
    """Return whose statement, answer or letter opens a clause before a colon: the mayor’s | statement: – For Roe, | the answer is:"""
    owned = OWNED.match(unit.codes, start)
    led = LED.match(unit.codes, start) if owned is None and unit.is_of("behind-name", start) else None
    owned = led if led and _may_speak(unit, led.end("person") - 1) else owned
    if owned and (unit.is_of("medium", owned.start("noun")) or unit.is_of("document", owned.start("noun"))):
        return Part(*owned.span("person"))
    return None


def _may_speak(unit: Unit, at: int) -> bool:
    """Tell whether a token is a name, a title, or a noun for those who speak."""
    return unit.codes[at] in "NT" or unit.grammar.is_plural(unit.words[at]) or unit.words[at].lower() in unit.grammar.speakers


def _is_finite(unit: Unit, at: int) -> bool:
    """Tell whether a token is a finite verb, or looks like one behind its subject: she laughs."""
    return bool(VERB.match(unit.codes, at)) or bool(THIRD_PERSON.match(unit.codes, at) and _ends_as_third_person(unit, at))


def _ends_as_third_person(unit: Unit, at: int) -> bool:
    return bool(unit.grammar.patterns["plural_ending"].search(unit.words[at]))


def _is_passive(unit: Unit, left: int, verb: int) -> bool:
    """Tell whether an auxiliary of the passive stands before a verb."""
    return any(unit.is_of("be", at) for at in range(left, verb))


def _is_name(unit: Unit, marked: Part) -> bool:
    """Tell whether marked words are written as a title is: “The Long Road Home,” won three prizes."""
    content = _content(unit, marked)
    return " " in content and is_capitalised(content, unit.of_class["small-in-titles"])


def _opens_as_speech(unit: Unit, marked: Part) -> bool:
    """Tell whether marked words behind a colon are more than a word spoken of: one word: “vacant”."""
    content = _content(unit, marked)
    return not content[0].islower() or content.count(" ") + 1 >= FEWEST_WORDS


def _is_sentence(unit: Unit, marked: Part) -> bool:
    """Tell whether marked words look like a sentence of speech."""
    content = _content(unit, marked)
    return (
        content[0].isupper()
        and content.count(" ") + 1 >= FEWEST_WORDS
        and unit.ends_with_pause(marked.end - 1)
        and not _is_name(unit, marked)
    )


def _content(unit: Unit, marked: Part) -> str:
    start, end = unit.passages[marked.first].content
    return unit.text[start:end]
