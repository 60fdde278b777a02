"""The sentences of a paragraph: one scan for the places where one may end, and rules for the few that are doubtful."""

import re

from flows.languages.pack import pack
from flows.segment.abbreviations import Abbreviations, Behaviour, abbreviations
from schemas.columns import Span
from schemas.words import Language

STOPS = ".!?…‼⁉"
OPENING = "-–—―\"«“„‘'’`(\\[{"
OPENING_MARKS = frozenset('“«"')
MARKS_BEFORE_WORD = OPENING + "”»"
"""Also the closing ones: where the writer forgot a space, they stand before the next word."""
# The Latin, Greek and Cyrillic letters, those with marks included.
LETTERS = "".join(filter(str.isalpha, map(chr, range(0x530))))
SMALL = "".join(filter(str.islower, LETTERS))
CAPITAL = "".join(filter(str.isupper, LETTERS))
# ✅, ✔ and ❗ stand before what they mark, so they are left out; U+2800 is the blank that fills lines beside pictures.
EMOJI = "\u2800\u231a-\u23ff\u2600-\u2704\u2706-\u2712\u2715-\u2754\u2758-\u27bf\u2b50\U0001f300-\U0001faff"
JOINERS = "\u200d\ufe0f\u20e3"

# Where a sentence may end: «… жүрді.» Ол … | “Is it so?” He … | Спасибо))) Мы … | Great 👍 We … | before a list's next item.
# Where the space is forgotten, a word in small letters and one with a capital tell it: it rained.The mayor …
# What follows must not begin with a small letter (“A!” he said; «А?» – деді ол), unless a capital comes second (eGov),
# nor be a hashtag. Repetitions are possessive and a run is entered at its first character alone: so the scan is linear.
CANDIDATE = re.compile(
    rf"""
    [{STOPS}){EMOJI}\n]
    (?:
        (?:
            (?<=[{STOPS}]) (?<![{STOPS}]{{2}}) [{STOPS}]*+
            (?P<closing> [”"»’'“)\]}}›*]*+ (?: [^\S\n] [”»] (?=\s) )?+ )    # “ Is it so? ” He …
            (?: [^\S\n]*+ \[(?:\d{{1,3}}|…|\.\.\.)\] ){{0,4}}+   # a note's number, or what is left out
            (?: [^\S\n]*+ [{EMOJI}] [{EMOJI}{JOINERS}]*+ )*+    # a picture after the stop belongs to what it follows
          |
            (?<=\)) (?<!\)\)) (?: \)++ | (?<=[^\W\d_]{{2}}\)) )     # a smile, unless it closes a bracket
          |
            (?<=[{EMOJI}]) (?<![{EMOJI}{JOINERS}][{EMOJI}]) [{EMOJI}{JOINERS}]*+
        )
        (?P<gap> \s++ )
        (?! [{OPENING}\s]*+ [{SMALL}] (?![{CAPITAL}]) | [,;:)\]}}»”/%&=\#] )
      |
        (?<=[{SMALL}]{{2}}[.!?]) (?P<glued> [”’»]{{0,2}}+ ) (?= [“«„‘]?+ [{CAPITAL}][{SMALL}]*+ [\s,] )
      |
        (?<=\n) [^\S\n]*+ (?= (?: [-–—―•▪◦‣*] | \d{{1,3}}+[.)] | [{SMALL}]\) ) [^\S\n] )
    )
    """,
    re.VERBOSE,
)
# The word after a possible end, and its stop: «В. И. …» begins no sentence with В.
NEXT_WORD = re.compile(rf"[{OPENING}\s]*+(?P<word>[^\W_]++(?:[’'-][^\W_]++)*+)(?P<stop>\.?)")
# “… No. 5”, «… ст. IV», «… гл. № 3»
NUMBER = re.compile(r"[#№]?\s?\d|[IVXLCDM]+\b")
# «… в XX в. …», «… 1990-х гг. …»
COUNTED = re.compile(rf".*\d(?:-[{SMALL}]{{1,3}})?[)%]?|[IVXLCDM]+(?:[–-][IVXLCDM]+)?")
# “1. Education”, “Aims: I. Education”, «а. Білім» – the mark of a list's item, at the beginning or after a colon.
ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*+|[IVXLC]{1,5}|[^\W\d_])")
# «5кг», «2026г» – a unit without its space; the ending of «1-і» is none.
GLUED_NUMBER = re.compile(r"\d[\d.,–-]*(?<=\d)(?=[^\W\d_])")
# «10 ақпан 2026 ж.», «В мае 1995 г.», «В 1990-х гг.», «В XX в.» – a date with which a sentence begins.
LEADING_DATE = re.compile(rf"(?:\w{{1,2}}\s)?(?:\d{{1,2}}\s)?(?:[{SMALL}]+\s){{0,2}}(?:\d[\d–-]*[{SMALL}]{{0,3}}|[IVXLC]+)\s?\w+")
# “Is it so?” President Tokayev asked.
NAMES_THEN_WORD = re.compile(rf"(?:[{CAPITAL}][\w.’'-]*+\s+){{1,5}}(?P<word>[{SMALL}]+)")

LONGEST_REACH = 24
"""How many code points before a stop are read for an abbreviation and the word before it."""
SHORTEST_GLUED = 3
LONGEST_LEADING_DATE = 32
BRACKET_REACH = 500
"""How many code points before a closing bracket are searched for its opening one."""


def sentence_spans(text: str, paragraph: Span, language: Language) -> list[Span]:
    """Return the sentences of a paragraph in order, in code points of the text.

    They do not overlap, begin and end with no white space, and together hold every other character of the paragraph. A
    sentence includes the marks that close after its stop; what is marked as a quotation is cut like any other text.

    >>> text = "“I agree. Let us go,” he said. Nobody moved."
    >>> [text[start:end] for start, end in sentence_spans(text, Span(0, len(text)), Language("en"))]
    ['“I agree.', 'Let us go,” he said.', 'Nobody moved.']
    """
    start, end = _without_outer_space(text, paragraph)
    if start == end:
        return []
    known = abbreviations(pack(language))
    starts = [start]
    ends = []
    for match in CANDIDATE.finditer(text, start, end):
        if match["glued"] is not None:
            if _is_glued_end(text, starts[-1], match, known):
                ends.append(match.end())
                starts.append(match.end())
        elif _is_end(text, starts[-1], match, known):
            gap = match.start("gap")
            ends.append(gap if gap >= 0 else _without_outer_space(text, Span(starts[-1], match.start())).end)
            starts.append(match.end())
    ends.append(end)
    return list(map(Span, starts, ends))


def _is_glued_end(text: str, start: int, match: re.Match[str], known: Abbreviations) -> bool:
    """Tell whether a stop right before a capital ends the sentence, its space forgotten: it rained.The – but not: Booking.Com, node.Js."""
    before = text[max(start, match.start() - LONGEST_REACH) : match.start()].rsplit(None, 1)[-1].lstrip(MARKS_BEFORE_WORD)
    following = NEXT_WORD.match(text, match.end())
    word = following["word"] if following else ""
    return before.isalpha() and before.islower() and (len(word) >= SHORTEST_GLUED or word in known.starters)


def _without_outer_space(text: str, span: Span) -> Span:
    if span.start < span.end and not (text[span.start].isspace() or text[span.end - 1].isspace()):
        return span
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.start + len(piece.rstrip())))


def _is_end(text: str, start: int, match: re.Match[str], known: Abbreviations) -> bool:
    """Tell whether the sentence that began at `start` ends with the candidate."""
    stop = match.start()
    mark = text[stop]
    if stop == start:  # “… and so on”: there is nothing yet that could end
        return False
    if mark == "\n" or match.start("closing") < 0:
        return mark != ")" or not _closes_brackets(text, match.start("gap"))
    closing = match["closing"]
    if closing:
        if closing[0] in ")]" and text[stop - 1] in "([":  # […] and (!) stand for what is left out or doubted
            return False
        if closing[-1] in "”\"»’'“" and "\n" not in match["gap"] and _attribution_follows(text, mark, match.end(), known):
            return False
    return mark != "." or text[stop + 1] == "." or _is_end_at_stop(text, start, stop, match.end(), known)


def _closes_brackets(text: str, end: int) -> bool:
    """Tell whether the brackets that close before `end` were opened, so that they are no smile."""
    near = text[max(0, end - BRACKET_REACH) : end]
    before = near.rstrip(")")
    return before.rfind("(") > before.rfind(")") or near.count("(") >= near.count(")")


def _attribution_follows(text: str, mark: str, following: int, known: Abbreviations) -> bool:
    """Tell whether a marked passage that ended with a stop is followed by who said it, without a small letter to show it."""
    if text[following] in "-–—―":  # «А?» – Президент сұрады
        return True
    if mark == ".":
        return False
    match = NAMES_THEN_WORD.match(text, following)
    return match is not None and match["word"] in known.saying


def _is_end_at_stop(text: str, start: int, stop: int, following: int, known: Abbreviations) -> bool:
    """Tell whether a single full stop ends the sentence, by the words on both sides of it."""
    before = text[max(start, stop - LONGEST_REACH) : stop].rsplit(None, 2)
    word = before[-1].lstrip(MARKS_BEFORE_WORD)
    previous = before[-2] if len(before) > 1 else ""
    if (not previous or previous[-1] in ":;") and ENUMERATOR.fullmatch(word):
        return False
    if word[:1].isdigit() and (glued := GLUED_NUMBER.match(word)):
        previous, word = glued[0], word[glued.end() :]
    behaviour = _behaviour(previous, word, known)
    if behaviour is None or _is_letter_before_marks(text, previous, word, following):
        return True
    if text[following] in "(№":  # «… 2026 г. № 5», «… и др. (Алматы)»
        return False
    match behaviour:
        case Behaviour.STARTER:
            is_end = _starter_follows(text, following, known)
        case Behaviour.NUMBER:
            is_end = NUMBER.match(text, following) is None
        case Behaviour.UNIT:
            is_end = COUNTED.fullmatch(previous) is not None and not _is_leading_date(text, start, stop)
        case _:
            is_end = behaviour is Behaviour.END
    return is_end


def _is_letter_before_marks(text: str, previous: str, word: str, following: int) -> bool:
    """Tell whether a letter before a stop is a name of its own, as marked words follow and no name: she wrote on X. “It rained.”"""
    return len(word) == 1 and previous.islower() and text[following] in OPENING_MARKS


def _behaviour(previous: str, word: str, known: Abbreviations) -> Behaviour | None:
    """Return how a word before a stop behaves, None where it is no abbreviation; `previous` is the word before it."""
    if previous.endswith(".") and len(word) <= 3:  # «т. д.», “Ph. D.”
        spaced = known.behaviours.get(previous.lstrip(MARKS_BEFORE_WORD) + word)
        if spaced is not None:
            return spaced
    listed = known.behaviours.get(word)
    if listed is not None:
        return listed
    if word[-1:].isalpha() and (len(word) == 1 or word[-2] == "." or word[-3:-1] == ".-"):  # “J.”, “U.S.”, «Қ.-Ж.»
        return Behaviour.STARTER
    if word.isupper() and known.behaviours.get(word.capitalize()) is Behaviour.TITLE:  # “GEN. JOHN STONE”
        return Behaviour.TITLE
    if word.istitle() and known.initial.fullmatch(word.lower()):  # “Th. Mann”
        return Behaviour.STARTER
    return None


def _starter_follows(text: str, following: int, known: Abbreviations) -> bool:
    match = NEXT_WORD.match(text, following)
    return match is not None and match["word"] in known.starters and not (match["stop"] and len(match["word"]) == 1)


def _is_leading_date(text: str, start: int, stop: int) -> bool:
    return stop - start <= LONGEST_LEADING_DATE and LEADING_DATE.fullmatch(text, start, stop) is not None
