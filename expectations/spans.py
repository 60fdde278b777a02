"""What is promised of tables whose rows are stretches of a speech's text."""

from expectations.promise import Promise

# Reaching a code point costs time in proportion to what stands before it, so that spans are looked up in pieces of the text. A piece
# holds this many code points and as many of the next, so that it holds every span that begins in its first half and is no longer.
PIECE = 1_000
# Pieces are cut from blocks, for the same reason.
BLOCK = 200 * PIECE
# Every character that Python's `str.isspace` calls white; RE2's \s knows ASCII alone.
WHITE = r"[\s\x0b\x1c-\x1f\x{85}\p{Z}]"

SET_UP = (
    f"""
    CREATE OR REPLACE TEMP TABLE speech_pieces AS
    WITH blocks AS (
        SELECT speech_id, start AS block, substring(text, start + 1, {BLOCK + PIECE}) AS text
        FROM (SELECT speech_id, text, unnest(range(0, length(text)::BIGINT, {BLOCK})) AS start FROM speeches)
    )
    SELECT speech_id, block + start AS start, substring(text, start + 1, {2 * PIECE}) AS text
    FROM (SELECT speech_id, block, text, unnest(range(0, least(length(text), {BLOCK})::BIGINT, {PIECE})) AS start FROM blocks)
    """,
    "CREATE OR REPLACE TEMP MACRO ink(text) AS length(replace(replace(text, ' ', ''), chr(10), ''))",
    "CREATE OR REPLACE TEMP TABLE speech_ink AS SELECT speech_id, ink(text) AS ink FROM speeches",
)


def spans_hold_their_text(table: str, row_id: str) -> Promise:
    """Return the promise that `speeches.text[span_start:span_end] == text`, and is not empty, for each row."""
    return Promise(
        "spans_hold_their_text",
        table,
        "The speech's text from `span_start` up to `span_end` (code points, from 0) is the row's `text`.",
        f"""
        SELECT {row_id} FROM {table}
        LEFT JOIN speech_pieces AS piece
            ON piece.speech_id = {table}.speech_id AND piece.start = {table}.span_start - {table}.span_start % {PIECE}
        WHERE {table}.span_end - {table}.span_start <= {PIECE} AND (
            {table}.span_start < 0 OR {table}.span_end <= {table}.span_start
            OR substring(piece.text, {table}.span_start - piece.start + 1, {table}.span_end - {table}.span_start)
                IS DISTINCT FROM {table}.text)
        UNION ALL
        SELECT {row_id} FROM {table} LEFT JOIN speeches AS speech ON speech.speech_id = {table}.speech_id
        WHERE {table}.span_end - {table}.span_start > {PIECE} AND (
            {table}.span_start < 0
            OR substring(speech.text, {table}.span_start + 1, {table}.span_end - {table}.span_start) IS DISTINCT FROM {table}.text)
        """,
        is_of_each_speech=True,
    )


def spans_do_not_overlap(table: str, row_id: str, within: str) -> Promise:
    """Return the promise that rows of the same `within` (columns, divided by commas) stand apart."""
    return Promise(
        "spans_do_not_overlap",
        table,
        f"Each span begins where the one before it within the same {within} has ended, or after.",
        f"""
        SELECT {row_id} FROM {table}
        QUALIFY span_start < max(span_end) OVER (
            PARTITION BY {within} ORDER BY span_start, span_end ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        """,
        is_within_speech=True,
    )


def positions_follow_the_text(table: str, row_id: str, within: str) -> Promise:
    """Return the promise that `position` counts 0, 1, 2 … in the order of the spans within the same `within`."""
    return Promise(
        "positions_follow_the_text",
        table,
        f"`position` counts the rows of the same {within} from 0, in the order of the text.",
        f"""
        SELECT {row_id} FROM {table}
        QUALIFY position <> row_number() OVER (PARTITION BY {within} ORDER BY span_start, span_end) - 1
        """,
        is_within_speech=True,
    )


def ids_say_where(table: str, key: str, kind: str) -> Promise:
    """Return the promise that the key is the speech's id, a dot, the letter of its kind and its first code point."""
    return Promise(
        "ids_say_where",
        table,
        f"`{key}` is the speech's id, `.{kind}` and `span_start`.",
        f"SELECT {key} FROM {table} WHERE {key} <> speech_id || '.{kind}' || span_start",
        is_within_speech=True,
    )


def spans_cover_the_text(table: str) -> Promise:
    """Return the promise that all of a speech's text but white space stands in a row; it names speeches.

    It compares numbers of characters, which says the same where no spans overlap and each holds its text, as others promise. The
    plain count, which takes spaces and line ends as white, answers for nearly all; only where it differs does the pattern decide.
    """
    return Promise(
        "spans_cover_the_text",
        table,
        "Every character of a speech's text that is not white space stands in a row.",
        f"""
        WITH covered AS (SELECT speech_id, sum(ink(text)) AS ink FROM {table} GROUP BY speech_id),
        suspects AS MATERIALIZED (
            SELECT speeches.speech_id, speeches.text FROM speeches SEMI JOIN (
                SELECT speech_ink.speech_id FROM speech_ink LEFT JOIN covered ON covered.speech_id = speech_ink.speech_id
                WHERE speech_ink.ink <> coalesce(covered.ink, 0)) AS differing ON differing.speech_id = speeches.speech_id
        )
        SELECT suspects.speech_id FROM suspects LEFT JOIN {table} ON {table}.speech_id = suspects.speech_id
        GROUP BY suspects.speech_id, suspects.text
        HAVING length(regexp_replace(suspects.text, '{WHITE}', '', 'g'))
            <> coalesce(sum(length(regexp_replace({table}.text, '{WHITE}', '', 'g'))), 0)
        """,
        is_of_each_speech=True,
    )
