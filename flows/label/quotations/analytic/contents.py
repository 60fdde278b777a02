"""What a frame holds: the content to its right, to its left or around it, by what the cue may take.

Each rule looks at one way in which content may stand beside a frame, and returns None where it does not stand so.
"""

import re
from collections.abc import Set
from typing import NamedTuple

from flows.label.quotations.analytic.candidate import Candidate, Part
from flows.label.quotations.analytic.phrases import clause_end, clause_from, left_start
from flows.label.quotations.analytic.units import Unit
from flows.label.quotations.words import CueEntry

# said Monday · said in a statement published on Friday · told reporters: what may stand between a cue and its content
ADVERBIALS = re.compile(
    r"(?:[AX]|M(?!z)|hM(?=[uw])|#(?=M)|[io][DGH]?[nNMT#zrqg]*(?:[iot][DGH]?[nNMT#zrq]+)*(?:[VC](?:A|i?[DA]?M#?|i[DGH]?[nN]+(?=h)))?){0,6}"
)
# Yet, | as the mayor noted
OPENS_SENTENCE = re.compile(r"[&bA]{0,2},?")
OPENING = re.compile(r"[,:]{0,2}(?=Q)|:(?=.)|,?(?=h(?!M[uw]|n\.?$))|(?=[qp](?:[.;]|$))")
# added, almost in a whisper, | “…” – said, in an interview, | that
ASIDE_BEFORE_MARKS = re.compile(r",[^VCBEPRQqp,:;]{1,10}[,:](?=Q)|,(?:[iA]|[D#A]{0,2}[Mn](?=i))[^VCBEPRQqp,:;]{0,10},(?=h)")
# She said, however, | she would – conceded, though, | that
CONNECTIVE = re.compile(r",(?:A{1,3}|[ub]),(?=[DGHPYNTnQqph#])")
# In a statement, … · Asked about it, …: no content, though a frame follows
LEADING = re.compile(r"[ijuwAgRVECKX]")
PERSON = re.compile(r"(?:[OY]|H(?![nNTr#])|[DGH]{0,2}g?[nNTrz#q]+(?:[o&][DGH]?[nNTrz#q]+(?!M)){0,3})")
CONTENT_AFTER_PERSON = re.compile(r"[,:]?Q|w|h")
# answered him | in three words: “…”
BEFORE_SPEECH = re.compile(r"(?:i[DG#]?[n#M]{1,3})?:Q")
# urged the states around it | to vote – whoever used the firm | to come – the head for health, Mr Roe, | to act
LONGER_PERSON = re.compile(
    rf"{PERSON.pattern}(?:i[DGH]{{0,2}}[nNTrz#qOY]+)?(?:,[^VCBERPQwhu,.:;]{{1,10}}(?=,X?t)|(?:[wh][AB]*.(?:t.)?|V?A?i|g)[^BCEPQwhut,.:;-]{{1,10}}(?=X?t))?"
)
# urged the council | to vote – asked her | whether it rained
# said to the council | that – said to her on Monday: “…”
BEHIND_LISTENER = re.compile(r"(?:i?[DA]?M#?)?(?:[,:]?Q|h|:|\.?$)")
# confirmed to AFP | the arrest
THING_BEHIND_LISTENER = re.compile(r"[DGH]A?[nNVT#z]")
WHAT_IS_ASKED = re.compile(r"u|X?tX?A*(?![DGHNTPYOM#AX])")
# said on Friday he would: only words of time are left out before a clause without `that`
TIME = re.compile(r"(?:i?[DA]?M(?!z)#?,?)*")
# … and no clause, or one whose subject is the time: this year | was good
BEHIND_TIME_ALONE = frozenset(("", *",.iuBVCX"))
# said in a statement | the bridge was safe
STATEMENT = re.compile(r"i[DGH]?[nN#V]{1,4}(?=[DGHPNTYn])")
# asked her followers one thing: | “…”
ANNOUNCED = re.compile(r"[^VCBEKRPwuh,;:.Qqp]{1,8}:(?=Q+$)")
# agreed with the mayor | that
LISTENER_OF_CLAUSE = re.compile(r"(?:[OY]|H(?![nNTr#])|[DGH]{0,2}[nNTrz#]+)(?=h)")
# the delay | on his page – the decision | in a statement
BY_MEDIUM = re.compile(r"i[DGH]?[nNAT]{0,2}[nN]")
# a verb that is finite: what stands behind `believes` is a clause
FINITE_VERB = re.compile(r"(?<!t)[BVCEzQ]")
# 14 letters to the bank | , she tells me,
PARENTHESIS = re.compile(r",P[ABX]*CO?,")
# three counts of theft | when he appeared
BEFORE_CLAUSE_OF_TIME = re.compile(r"[^,]{3,}?(?=w[PYVCK])")
MAIN_VERB = re.compile(r",(?=A*B?[AX]*[VC])")
NEEDING_A_VERB = frozenset(("thought", "evidence", "intent"))
# … “a disgrace” | on Monday: the marked name, unless a noun follows it – “brave”, the vote as “a farce”
NAMED = re.compile(r"[Qqp](?:(?:[,&]*[DGH]?[nNT#z]*j?|wB?V?)[Qqp])*(?=[.,:;ijuwMA&b)-]|$)")
# accused the bank | on Monday | of fraud
TIME_WITHIN = re.compile(r"[DG]?A?[nNTr#z]+(?P<time>i[DA]?M#?)(?=[oj])")
MARKED_NAME = re.compile(r"[DG]?n*[Qqp]")
MARKED = re.compile(r"[Qqp]")
# calling it | “a toy” – dismissed that as | “theatre”
PRONOUN_BEFORE_MARKS = re.compile(r"(?:[YOH]|(?P<as>[YOHhP]j))(?=[Qqp])")
# calling it | a victory – hailed it as | a triumph
PRONOUN_BEFORE_NAME = re.compile(r"[YO](?=A?D)|[YOH]j(?=[DGn])")
# described that (account) | as …
THAT_THING = re.compile(r"hn{0,2}j|hn{1,2}[qQp]")
# disputes | that figure
THAT_ONE = re.compile(rf"hn{{1,2}}(?:[.,;]|$)|{THAT_THING.pattern}")
CLOSING = frozenset(("", *".,-;"))
# , adding later, “…” · , including “…”
OTHER_FRAME = re.compile(r"[gRCEi][AM]*[,:]?$")
THAT_CLAUSE = re.compile(r"h(?!M|n?(?:[,.]|$))")
GOES_ON = re.compile(r",[&b][^PCERQ,.;:-]{0,12}(?=Q)")
# to vote – not to vote
INFINITIVE = re.compile(r"X?t")
# said in a report | that is – that may
RELATIVE_BEHIND = re.compile(r"h[ABX]*[BVC]")
# It will, he said, rain – but not: It rained, he said, and …
GOES_ON_PLAINLY = re.compile(r"[,.]-?(?=[^RgwubijA&])|,(?=b(?:P|[DG]n+)[ABX]*B|[&b][AX]*B)")
# It rained, she says, | and stopped
WENT_ON = re.compile(r",(?=&A*V)")
# Taxes will rise, the ministry said | , a day after the vote
LATER = re.compile(r",[DA#]{0,2}(?:M|n(?<=[,#D]n))(?=i)")
# There is a bus, she says | , on Tuesdays
TRAILING_PHRASE, COMMA = re.compile(r",(?P<phrase>i[DG]?A?[nNT#]{1,3}(?:[oi][DGH]?[nNT#]+)?)\.?$"), re.compile(",")
# the figure, | which … – the plan, | and the mayor left – the plan | during the debate
PHRASE_CUTS = re.compile(r",(?=[wgXPuY]|[&b]A*(?:[DGH][nNTr#z]*|[NTr#z]+)[ABX]*[VC])|[iu]|w(?=[PYVCK])")
RELATIVE_CUT = re.compile(r",(?=w)")
# to leave, | and the mayor accused him – to lay a cable, | a plan that engineers have discussed
INFINITIVE_CUT = re.compile(r",(?=[&b]A*(?:[DGH][nNTr#z]*|[NTr#z]+|P|Y)[ABX]*[VCB])|,(?=D[n#]+[hw])")
# growth at 3 percent | , and the bank
VALUE_CUT = re.compile(r",(?!#)")
# the delay | and has since paid
PREDICATE = re.compile(r",?[&b]A*B[ABX]*[CKV]")
FEELING = re.compile(r"[DG]?n{1,3}(?=[hi]|t[^DGHPYONTz#])")
# Citing – after saying
OPENING_GERUND = re.compile(r"[iu]?R")
THING = re.compile(r"[DGHPYNnTr#qpQOwgM]|Xn|i[tAn][#D]")
FEWEST_BEFORE_CIRCUMSTANCE = 3
CLAUSE_OPENING = frozenset("DGHPYNnTr#qpQOwgMijAuBX")
ADVERBIAL = frozenset("iA")
AFTER_PARENTHESIS = frozenset(("", *".,;-:(&bugjR"))
TAKING_A_PHRASE = frozenset(("object", "naming", "people", "as", "ing", "at"))


class Frame(NamedTuple):
    """A cue with its source, and the places around it where content may stand."""

    unit: Unit
    candidate: Candidate
    cue: CueEntry
    first: int
    """The first token of the frame."""
    after: int
    """The token behind the frame and the person spoken to."""
    reached: int
    """The token behind those and all adverbials."""
    left: tuple[Part, ...]
    """What stands before the frame and may be said."""

    def code(self, at: int) -> str:
        """Return the class of a token, '' past the end."""
        return self.unit.codes[at : at + 1]

    def takes(self, what: str) -> bool:
        """Tell whether the cue may take this."""
        return what in self.cue.takes

    def holding(self, *content: Part) -> Candidate:
        """Return the candidate with its content."""
        cue, verb, source, _, addressee, borrows_source, further_cue = self.candidate
        return Candidate(cue, verb, source, content, addressee, borrows_source, further_cue)

    def with_cue(self, part: Part) -> "Frame":
        """Return the frame with a longer cue."""
        return self._replace(candidate=self.candidate._replace(cue=part))

    def is_present(self) -> bool:
        """Tell whether the cue is in the present tense: says, tell."""
        word = self.unit.words[self.candidate.cue.end - 1 - len(self.cue.after)]
        return word == self.cue.lemma or self.unit.grammar.is_plural(word)

    def start_of_source(self, first: int) -> int | None:
        """Return where the source begins behind what is said, which opens the sentence: Citing the report, | the mayor left; else None."""
        source, codes = self.candidate.source, self.unit.codes
        if source is None or source.first < first or not OPENING_GERUND.fullmatch(codes, 0, self.candidate.cue.first + 1):
            return None
        return source.first - (codes[source.first - 1] == ",")

    def follows_relative(self) -> bool:
        """Tell whether the source stands right behind a relative or interrogative word: what X called."""
        source = self.candidate.source
        return bool(source and source.first and self.unit.codes[source.first - 1] == "w")


def with_content(unit: Unit, candidate: Candidate, after: int) -> Candidate | None:
    """Return a candidate with what its frame holds; no content where the next paragraph holds it, None where nothing is said."""
    frame = _frame(unit, candidate, after)
    for rule in RULES:
        found = rule(frame)
        if found is not None:
            return found
    return None


def _frame(unit: Unit, candidate: Candidate, after: int) -> Frame:
    codes, source, cue = unit.codes, candidate.source, candidate.verb
    first = candidate.cue.first
    if source and not candidate.borrows_source:
        first = min(source.first, first)
    if first > 1 and codes[first - 1] == "j" and codes[first - 2] in ",Q":
        first -= 1  # …, as police have said
    has_left = "quote" in cue.takes and not candidate.borrows_source and not (source and codes[source.first] == "w")
    addressee = _addressee(unit, cue, after)
    if addressee:
        after = addressee.end + codes.startswith((",t", ",X"), addressee.end)
        candidate = candidate._replace(addressee=addressee)
    left = _left_content(codes, first, "Qqp" if cue.kind == "evaluation" else "Q,-qp") if has_left else ()
    after = after if left else _behind_tie(unit, after)
    skipped = ADVERBIALS.match(codes, after)
    return Frame(unit, candidate, cue, first, after, skipped.end() if skipped else after, left)


def _behind_tie(unit: Unit, at: int) -> int:
    """Return the place behind a word between commas that ties a frame to what stood before: She said, however, | she would."""
    tie = CONNECTIVE.match(unit.codes, at)
    return tie.end() if tie and (unit.codes[at + 1] == "A" or unit.is_of("connective", at + 1)) else at


def _addressee(unit: Unit, cue: CueEntry, after: int) -> Part | None:
    codes, frames = unit.codes, cue.takes
    if codes.startswith("t", after) and "quote" in frames and "to" not in frames:
        return _listener(codes, frames, after + 1)
    person = PERSON.match(codes, after)
    if not person:
        return None
    end = person.end()
    if "towards" in frames:
        is_spoken_to = codes.startswith("t", end)
    elif "person" in frames:
        is_subject = "bare" in frames and codes[after] not in "OH" and codes.startswith("B", end)
        is_spoken_to = not is_subject  # warn | the move could backfire
    elif "people" in frames:
        return _asked(unit, cue, after, end)
    else:
        is_spoken_to = "quote" in frames and BEFORE_SPEECH.match(codes, end) is not None  # scolded him: “…”
    return Part(after, end) if is_spoken_to else None


def _listener(codes: str, frames: Set[str], first: int) -> Part | None:
    """Return to whom something is said that follows: said to the council | that – confirmed to AFP | the arrest"""
    listener = PERSON.match(codes, first)
    if listener is None:
        return None
    is_of_thing = "object" in frames and THING_BEHIND_LISTENER.match(codes, listener.end())
    return Part(first, listener.end()) if is_of_thing or BEHIND_LISTENER.match(codes, listener.end()) else None


def _asked(unit: Unit, cue: CueEntry, after: int, end: int) -> Part | None:
    """Return who is asked, urged or told to do something: urged the council to vote, tasked the ministry with …"""
    codes = unit.codes
    longer = LONGER_PERSON.match(codes, after) if cue.kind == "saying" else None
    reached = longer.end() if longer and "wh" not in cue.takes else end
    if reached > end and WHAT_IS_ASKED.match(codes, reached + codes.startswith(",", reached)):
        return Part(after, reached)
    if CONTENT_AFTER_PERSON.match(codes, end) or (codes.startswith("i", end) and unit.words[end] in cue.takes):
        return Part(after, end)
    if cue.kind != "saying":
        return None
    ends = (end, longer.end()) if longer else (end,)
    return next((Part(after, reached) for reached in ends if WHAT_IS_ASKED.match(codes, reached)), None)


def _left_content(codes: str, frame: int, pauses: str) -> tuple[Part, ...]:
    """Return what is said before a frame that follows it and one of the pauses: “…,” he said – it rained, he said."""
    if not frame or codes[frame - 1] not in pauses:
        return ()
    end = frame if codes[frame - 1] in "Qqp" else frame - 1
    start = left_start(codes, frame)
    if codes.endswith(",w", start, end):
        start = end - 1  # the park, which, they said, is full
    return (Part(start, end),) if end > start else ()


def behind_as(frame: Frame) -> Candidate | None:
    """As the mayor put it, …"""
    source, codes = frame.candidate.source, frame.unit.codes
    if not source or codes[source.first - 1 : source.first] != "j" or not OPENS_SENTENCE.fullmatch(codes, 0, source.first - 1):
        return None
    comma = codes.find(",", frame.after)
    if comma < 0 or FINITE_VERB.search(codes, frame.after, comma):
        return None
    content = clause_from(frame.unit, comma + 1)
    return frame.holding(content) if content else None


def around(frame: Frame) -> Candidate | None:
    """“…,” he said. – It rained, he said. – “A,” he said, “B.”"""
    if not frame.left:
        return None
    is_marked = frame.unit.codes[frame.left[0].end - 1] == "Q"
    is_planned = not is_marked and frame.unit.is_of("planning", frame.candidate.cue.first)  # If the court rules so, she will appeal.
    if is_planned or THAT_CLAUSE.match(frame.unit.codes, frame.after):
        return None  # “Who came?” She asked | that we wait.
    if is_marked:
        return frame.holding(*frame.left, *_after_marks(frame))
    is_apart = in_next_paragraph(frame) or _takes_preposition(frame)
    if is_apart and LEADING.match(frame.unit.codes, frame.left[0].first):
        return None  # Opening the fair, the mayor said: – At the meeting, residents complained of noise
    if not _leads_to_relative(frame) and (_opened(frame) or frame.code(frame.reached) not in AFTER_PARENTHESIS):
        return None
    return frame.holding(*frame.left, *_after_words(frame))


def _has_preposition(frame: Frame) -> bool:
    """Tell whether a preposition that its cue takes stands right behind a frame."""
    return frame.code(frame.after) in ("i", "o") and frame.unit.words[frame.after] in frame.cue.takes


def _takes_preposition(frame: Frame) -> bool:
    """Tell whether a frame is followed by a preposition that its cue takes, and what stands before it is no clause."""
    return _has_preposition(frame) and FINITE_VERB.search(frame.unit.codes, *frame.left[0]) is None


def _leads_to_relative(frame: Frame) -> bool:
    """Tell whether `that` behind a frame only describes where it was said: It rained, the board said in a report | that may annoy them."""
    codes, left = frame.unit.codes, frame.left[0]
    is_behind = codes[frame.first - 1] == "," and RELATIVE_BEHIND.match(codes, frame.reached) and codes[frame.reached - 1] == "n"
    return bool(is_behind) and FINITE_VERB.search(codes, *left) is not None and not LEADING.match(codes, left.first)


def _after_marks(frame: Frame) -> tuple[Part, ...]:
    """Return the marked words behind a frame that follows marked words: “A,” he said, “B” – “A,” he said, and still “B”."""
    unit, codes = frame.unit, frame.unit.codes
    joined = GOES_ON.match(codes, frame.reached)
    if joined:
        return (Part(frame.reached + 1, clause_end(unit, joined.end())),)
    first = codes.find("Q", frame.reached)
    if first < 0 or codes[first - 1] not in ",.:-Q" or OTHER_FRAME.search(codes, frame.reached, first):
        return ()
    return (Part(first, _marked_end(unit, first)),)


def _after_words(frame: Frame) -> tuple[Part, ...]:
    """Return the words behind a frame in the middle of a reported clause: A, he said, B."""
    codes = frame.unit.codes
    if codes[frame.first - 1] != "," or _is_later(frame):
        return ()
    if codes[0] in "uw" and frame.code(frame.reached) == ",":
        first = frame.reached + 1  # If it rains, he said, going out is no pleasure
    elif (
        (match := GOES_ON_PLAINLY.match(codes, frame.reached))
        or (match := _trailing_phrase(frame))
        or (frame.is_present() and (match := WENT_ON.match(codes, frame.reached)))
    ):
        first = match.end()
    else:
        return ()
    content = clause_from(frame.unit, first)
    return (content,) if content else ()


def _is_later(frame: Frame) -> bool:
    """Tell whether how long before or after something it was said stands behind a frame: he said | , hours after the vote."""
    later = LATER.match(frame.unit.codes, frame.reached)
    return later is not None and frame.unit.is_of("circumstance", later.end())


def _trailing_phrase(frame: Frame) -> re.Match[str] | None:
    """Return the comma before a phrase that ends a clause and does not tell where it was said: There is a bus, she says | , on Sundays."""
    trailing = TRAILING_PHRASE.match(frame.unit.codes, frame.reached)
    is_medium = trailing and any(frame.unit.is_of(name, trailing.end("phrase") - 1) for name in ("medium", "platform"))
    return None if trailing is None or is_medium else COMMA.match(frame.unit.codes, frame.reached)


def opened(frame: Frame) -> Candidate | None:
    """He said: “…” – he said that …"""
    first = _opened(frame)
    if first is None:
        return None
    opening, start = first
    content = Part(start, frame.start_of_source(start) or _marked_end(frame.unit, start))
    is_parenthesis = frame.code(frame.first) == "j"  # …, as the paper put it, “a fraud”
    if frame.left and _is_ended(frame, start):
        return frame.holding(content)  # When asked why it was so, the mayor replied, “No.”
    if frame.left and frame.code(opening) == "," and not is_parenthesis and not LEADING.match(frame.unit.codes, frame.left[0].first):
        return frame.holding(*frame.left, content)
    return frame.holding(content)


def _is_ended(frame: Frame, marked: int) -> bool:
    """Tell whether what stands before a frame is a clause of its own, with which the marked words behind the frame do not go on."""
    passage = frame.unit.passages.get(marked)
    if passage is None or not frame.unit.text[passage.content.start].isupper():
        return False
    return any(FINITE_VERB.search(frame.unit.codes, *part) for part in frame.left)


def _opened(frame: Frame) -> tuple[int, int] | None:
    """Return where what opens the content stands (a comma, a colon, nothing), and where the content begins."""
    takes_clause, takes_marks = (not frame.cue.takes.isdisjoint((what, "person")) for what in ("that", "quote"))
    place = frame.after if frame.code(frame.after) == "," else frame.reached
    aside = ASIDE_BEFORE_MARKS.match(frame.unit.codes, place) if takes_marks else None
    if aside:
        return aside.end() - 1, aside.end()
    is_about = _has_preposition(frame) and not frame.unit.is_of("absolute", frame.after)  # cautioned against rules | that would hurt
    for at in dict.fromkeys((frame.after, frame.after if is_about else frame.reached)):
        match = OPENING.match(frame.unit.codes, at)
        is_short = match is not None and frame.code(match.end()) in ("q", "p") and (at != frame.after or frame.cue.kind != "saying")
        if match and not is_short and (takes_clause if frame.code(match.end()) == "h" else takes_marks):
            return at, match.end()
    return None


def in_next_paragraph(frame: Frame) -> Candidate | None:
    """He said: – and the paragraph ends."""
    return frame.candidate if frame.unit.codes[frame.reached :] == ":" and frame.takes("quote") else None


def question_or_infinitive(frame: Frame) -> Candidate | None:
    """He asked whether … – he vowed to … – he told them to …"""
    codes = frame.unit.codes
    if frame.candidate.addressee and INFINITIVE.match(codes, frame.after):
        found = _to_the_right(frame, frame.after + frame.takes("towards"))
        return _cut(frame, _cut(frame, found, INFINITIVE_CUT), PHRASE_CUTS)
    if frame.takes("wh"):
        for at in (frame.after, frame.reached):
            if frame.code(at) in ("w", "u"):
                return _to_the_right(frame, at)
    if frame.takes("to") and INFINITIVE.match(codes, frame.after):
        return _cut(frame, _to_the_right(frame, frame.after), INFINITIVE_CUT)
    return None


def behind_feeling(frame: Frame) -> Candidate | None:
    """He expressed concern that … – he expressed his outrage over …"""
    noun = FEELING.match(frame.unit.codes, frame.after) if frame.takes("feeling") else None
    if not noun:
        return None
    end = noun.end()
    if frame.code(end) == "i":
        if not frame.unit.is_of("feeling-about", end):
            return None
        end += 1
    return _to_the_right(frame.with_cue(Part(frame.candidate.cue.first, end)), end)


def bare_clause(frame: Frame) -> Candidate | None:
    """He said it would rain."""
    if not frame.takes("bare") or frame.code(frame.after) not in CLAUSE_OPENING:
        return None
    first = _behind_statement(frame, _behind_time(frame))
    is_thing = frame.takes("object") and frame.code(first) not in ADVERBIAL
    needs_verb = frame.cue.kind in NEEDING_A_VERB or not (is_thing or frame.takes("verbless"))
    found = _to_the_right(frame, first)
    has_verb = found is not None and FINITE_VERB.search(frame.unit.codes, first, _clause_alone(frame, found.content[0])) is not None
    if needs_verb and not has_verb:
        return None
    is_phrase = is_thing and not has_verb
    return _cut(frame, found, PHRASE_CUTS if is_phrase else RELATIVE_CUT)


def _clause_alone(frame: Frame, content: Part) -> int:
    """Return where content ends without a frame between commas, or a clause of when it was, in which a verb says nothing of its own."""
    codes, (first, end) = frame.unit.codes, content
    parenthesis = PARENTHESIS.search(codes, first, end)
    timed = BEFORE_CLAUSE_OF_TIME.match(codes, first, end)
    if timed and frame.unit.is_of("circumstance", timed.end()):
        return timed.end()
    return parenthesis.start() if parenthesis else end


def _behind_words_of_time(frame: Frame) -> int:
    """Return the place behind words of time right behind a frame: warned last week | of."""
    timed = TIME.match(frame.unit.codes, frame.after)
    return timed.end() if timed else frame.after


def _behind_time(frame: Frame) -> int:
    """Return where a clause begins behind words of time: said on Friday | he would; but: said | this year was good."""
    timed = TIME.match(frame.unit.codes, frame.after)
    return timed.end() if timed and frame.code(timed.end()) not in BEHIND_TIME_ALONE else frame.after


def _behind_statement(frame: Frame, first: int) -> int:
    """Return where a clause begins behind that in which it was said: said in a statement | the bridge was safe."""
    place = STATEMENT.match(frame.unit.codes, first)
    return place.end() if place and frame.unit.is_of("medium", place.end() - 1) else first


def _cut(frame: Frame, found: Candidate | None, cuts: re.Pattern[str]) -> Candidate | None:
    """End content where the writer's own words go on: the figure, which …; the plan | during the debate; the plan | on its page."""
    if found is None:
        return None
    codes, (first, end) = frame.unit.codes, found.content[0]
    is_infinitive = INFINITIVE.match(codes, first) is not None
    for cut in cuts.finditer(codes, first + 1, end):
        at = cut.start()
        if cut.group() == "w" and at - first < FEWEST_BEFORE_CIRCUMSTANCE and frame.cue.kind == "saying":
            continue  # recalled | the moment when he fell
        is_circumstance = frame.unit.is_of("circumstance", at) and (not is_infinitive or codes[at - 1] == ",")
        if cut.group() == "," or is_circumstance or (not is_infinitive and _is_medium(frame, at)):
            return found._replace(content=(Part(first, at - (codes[at - 1] == ",")),))
    return found


def _is_medium(frame: Frame, at: int) -> bool:
    """Tell whether where something was said or written begins at a token: announced the delay | on his page."""
    unit = frame.unit
    placed = BY_MEDIUM.match(unit.codes, at)
    return placed is not None and unit.is_of("platform", placed.end() - 1) and not unit.is_of("topic", at)


def _before_predicate(frame: Frame, found: Candidate | None) -> Candidate | None:
    """End a thing that is said before what its source did as well: apologised for the delay | and has since paid."""
    if found is None:
        return None
    first, end = found.content[0]
    further = PREDICATE.search(frame.unit.codes, first + 1, end)
    if further is None or FINITE_VERB.search(frame.unit.codes, first, further.start()):
        return found
    return found._replace(content=(Part(first, further.start()),))


def behind_preposition(frame: Frame) -> Candidate | None:
    """He warned of … – he warned last week of …"""
    at = frame.after if frame.code(frame.after) in ("i", "o") else _behind_words_of_time(frame)
    if frame.code(at) not in ("i", "o") or frame.unit.words[at] not in frame.cue.takes:
        return None
    is_shared = frame.takes("that") and frame.unit.is_of("absolute", at)
    if is_shared and (listener := LISTENER_OF_CLAUSE.match(frame.unit.codes, at + 1)):
        return _to_the_right(frame, listener.end())  # agreed with him | that
    if frame.candidate.addressee or at > frame.after:  # informed them about … – warned last week of …
        longer = frame._replace(candidate=frame.candidate._replace(further_cue=Part(at, at + 1)))
    else:
        longer = frame.with_cue(Part(frame.candidate.cue.first, at + 1))
    return _before_predicate(frame, _to_the_right(longer, at + 1))


def phrase(frame: Frame) -> Candidate | None:
    """He called for a ban – he called it “a disgrace”."""
    codes, after = frame.unit.codes, frame.after
    if TAKING_A_PHRASE.isdisjoint(frame.cue.takes) or not _is_thing(frame):
        return None
    if frame.takes("at"):
        return _cut(frame, _to_the_right(frame, after), VALUE_CUT)
    named = _named(frame)
    if not named and (timed := TIME_WITHIN.match(codes, after)):
        behind = _cut(frame, _to_the_right(frame, timed.end()), PHRASE_CUTS)
        return frame.holding(Part(after, timed.start("time")), *(behind.content if behind else ()))
    if named:
        return frame.holding(named)
    pronoun = PRONOUN_BEFORE_NAME.match(codes, after) if _is_naming(frame) and not frame.unit.is_of("reflexive", after) else None
    return _before_predicate(frame, _cut(frame, _to_the_right(frame, pronoun.end() if pronoun else after), PHRASE_CUTS))


def _is_naming(frame: Frame) -> bool:
    """Tell whether a cue may say what something is called or taken as."""
    return frame.takes("naming") or frame.takes("as")


def _is_thing(frame: Frame) -> bool:
    """Tell whether a thing that the cue may take stands behind it."""
    codes, after = frame.unit.codes, frame.after
    if THING.match(codes, after) or (frame.takes("ing") and codes.startswith("R", after)):
        return True  # recommended | sharing the work
    pattern = THAT_ONE if frame.takes("object") else THAT_THING if _is_naming(frame) else None
    return pattern is not None and pattern.match(codes, after) is not None


def relative_as(frame: Frame) -> Candidate | None:
    """… the blast that the mayor described as “a crime”"""
    source, codes = frame.candidate.source, frame.unit.codes
    if not frame.takes("as") or frame.code(frame.after) != "j" or not source or codes[source.first - 1 : source.first] not in ("h", "w"):
        return None
    marked = MARKED_NAME.match(codes, frame.after + 1)
    return frame.holding(Part(frame.after + 1, marked.end())) if marked else None


def _named(frame: Frame) -> Part | None:
    """Return what something is called, with it: X called the plan “a disgrace” | on Monday; None where no marked name stands there."""
    codes, after = frame.unit.codes, frame.after
    pronoun = PRONOUN_BEFORE_MARKS.match(codes, after)
    if pronoun and frame.takes("as" if pronoun["as"] else "naming"):
        marked = NAMED.match(codes, pronoun.end())
        return Part(pronoun.end(), marked.end() if marked else pronoun.end() + 1)
    if frame.takes("naming"):
        marked = MARKED.search(codes, after) if frame.follows_relative() else None
        if marked and frame.code(marked.end()) not in ("n", "N"):
            return Part(after, marked.end())  # what he called “a great day” ended badly
    named = NAMED.search(codes, after, clause_end(frame.unit, after)) if frame.takes("naming") or frame.takes("as") else None
    return Part(after, named.end()) if named and not frame.unit.is_of("behind-name", named.end()) else None


def _marked_end(unit: Unit, first: int) -> int:
    """Return where content ends that may begin with a marked passage: with the passages, where a pause closes them."""
    end = len(unit.codes) - len(unit.codes[first:].lstrip("Q"))
    is_closed = end > first and (unit.codes[end : end + 1] in CLOSING or unit.ends_with_pause(end - 1))
    return end if is_closed else clause_end(unit, first)


def _to_the_right(frame: Frame, first: int) -> Candidate | None:
    unit, source = frame.unit, frame.candidate.source
    end = frame.start_of_source(first) or clause_end(unit, first)
    if frame.follows_relative() and source and source.first > 1:
        comma = unit.codes.find(",", first, end)  # the law, which critics say is too strict, was adopted
        end = comma if comma > first else end
    if source and unit.codes[source.first] == "w" and (main := MAIN_VERB.search(unit.codes, first + 1, end)):
        end = main.start()  # Roe, who has promised not to run, faces …
    if announced := ANNOUNCED.match(unit.codes, first, end):
        first = announced.end()
    return frame.holding(Part(first, end)) if end > first else None


def beside_marks(frame: Frame) -> Candidate | None:
    """“It is safe!” The mayor shouted to the crowd. – the words said stand in the sentences beside it."""
    is_whole = frame.reached >= len(frame.unit.codes.rstrip(".")) and not frame.unit.codes[: frame.first].strip("&bA,")
    return frame.candidate if is_whole and frame.cue.kind == "saying" and frame.takes("quote") else None


RULES = (
    behind_as,  # first: its comma would be taken for that of a frame in the middle
    around,  # before what stands to the right: “A,” he said, that is, “B”
    opened,
    in_next_paragraph,
    question_or_infinitive,
    behind_feeling,
    behind_preposition,
    bare_clause,  # before phrases: most begin alike
    relative_as,
    phrase,
    beside_marks,  # last: nothing is said in the sentence itself
)
