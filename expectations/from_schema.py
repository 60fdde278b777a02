"""A declared table → what its declaration promises: of each row, and of the table as a whole."""

from collections.abc import Iterator

from expectations.promise import Follows, Promise, RowPromise
from expectations.spans import spans_hold_their_text
from schemas.columns import OF_A_TEXT, Column, Maker, Table
from schemas.dataset import BY_NAME

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date32": "DATE",
    "timestamp[us, UTC]": "TIMESTAMP WITH TIME ZONE",
}
SPAN_COLUMNS = frozenset({"speech_id", "span_start", "span_end", "text"})


def row_promises(table: Table) -> tuple[RowPromise, ...]:
    """Return what the declaration promises of the rows: columns and their order, a row at least, null, words, range, form."""
    return (*_of_table(table), *(promise for column in table.columns for promise in _of_column(column)))


def _of_table(table: Table) -> Iterator[RowPromise]:
    yield RowPromise(
        "expect_table_columns_to_match_ordered_list",
        None,
        {"column_list": list(table.names)},
        "The table has its declared columns, in their order, and no other.",
    )
    if not table.may_be_empty:
        # Expectations on columns all hold where there is no row.
        yield RowPromise("expect_table_row_count_to_be_between", None, {"min_value": 1}, "The table has at least one row.")


def _of_column(column: Column) -> Iterator[RowPromise]:
    name, about = column.name, column.about
    if not column.is_nullable:
        yield RowPromise("expect_column_values_to_not_be_null", name, {}, f"`{name}` is never null.")
    if column.words:
        words = [word.value for word in column.words]
        yield RowPromise(
            "expect_column_values_to_be_in_set", name, {"value_set": words}, f"`{name}` is one of the words {', '.join(words)}."
        )
    bounds = {"min_value": about.minimum, "max_value": about.maximum}
    bounds = {bound: value for bound, value in bounds.items() if value is not None}
    if bounds:
        said = " and ".join(f"{'at least' if bound == 'min_value' else 'at most'} {value}" for bound, value in bounds.items())
        yield RowPromise("expect_column_values_to_be_between", name, bounds, f"`{name}` is {said}.")
    if about.pattern is not None:
        yield RowPromise(
            "expect_column_values_to_match_regex",
            name,
            {"regex": rf"\A(?:{about.pattern})\Z"},
            f"`{name}` is, as a whole, of the form {about.pattern}",
        )


def table_promises(table: Table) -> tuple[Promise, ...]:
    """Return what the declaration promises of the table as a whole: types, uniqueness, keys, parts, spans, and no empty text."""
    promises = [types_are_as_declared(table), key_is_unique(table), no_text_is_empty(table)]
    if _is_of_texts(table) and table.key != (OF_A_TEXT,):
        promises.append(rows_stand_with_their_speech(table))
    promises += [is_unique(table, column) for column in table.columns if column.about.unique and (column.name,) != table.key]
    promises += [refers(table, column, column.about.refers_to) for column in table.columns if column.about.refers_to]
    if SPAN_COLUMNS.issubset(table.names):
        promises.append(spans_hold_their_text(table.name, row_id(table)))
    return tuple(promises)


def row_id(table: Table, alias: str | None = None) -> str:
    """Return SQL that names a row of the table by its key: the values, divided by spaces."""
    prefix = f"{alias or table.name}."
    return f"concat_ws(' ', {', '.join(prefix + name for name in table.key)})"


def _is_of_texts(table: Table) -> bool:
    return table.made_by is Maker.RULES


def types_are_as_declared(table: Table) -> Promise:
    """Return the promise that each declared column that is there holds values of its declared type."""
    declared = ", ".join(f"('{column.name}', '{DUCKDB_TYPES[column.kind]}')" for column in table.columns)
    return Promise(
        "types_are_as_declared",
        table.name,
        "Each column holds values of its declared type.",
        f"""
        SELECT found.column_name || ' is ' || found.column_type || ', declared ' || declared.type
        FROM (DESCRIBE {table.name}) AS found JOIN (VALUES {declared}) AS declared (name, type) ON found.column_name = declared.name
        WHERE found.column_type <> declared.type
        """,
        is_within_speech=_is_of_texts(table),
    )


def key_is_unique(table: Table) -> Promise:
    """Return the promise that no two rows share the key.

    That of a speech may be another one's. The key of what stands in a speech says in which, so that only a row of the same one can have it.
    """
    is_of_speeches = table.key == (OF_A_TEXT,)
    return Promise(
        "key_is_unique",
        table.name,
        f"No two rows share their key ({', '.join(table.key)}).",
        f"SELECT {row_id(table)} FROM {table.name} GROUP BY {', '.join(table.key)} HAVING count(*) > 1",
        is_within_speech=_is_of_texts(table) and not is_of_speeches,
        follows=Follows(OF_A_TEXT, table.name, OF_A_TEXT) if is_of_speeches else None,
    )


def is_unique(table: Table, column: Column) -> Promise:
    """Return the promise that no two rows share the column's value; nulls are not compared."""
    return Promise(
        f"{column.name}_is_unique",
        table.name,
        f"No two rows share their `{column.name}`.",
        f"""
        SELECT {row_id(table)} FROM {table.name} WHERE {column.name} IS NOT NULL
        QUALIFY count(*) OVER (PARTITION BY {column.name}) > 1
        """,
        follows=Follows(column.name, table.name, column.name) if _is_of_texts(table) else None,
    )


def refers(table: Table, column: Column, refers_to: str) -> Promise:
    """Return the promise that the column's values, but null, stand in the column that it refers to (`table.column`)."""
    other_table, other_column = refers_to.split(".")
    is_within_speech = _is_of_texts(table) and _is_of_texts(BY_NAME[other_table])
    return Promise(
        f"{column.name}_refers_to_{other_table}",
        table.name,
        f"`{column.name}` is the `{other_column}` of a row of {other_table}" + (", or null." if column.is_nullable else "."),
        f"""
        SELECT {row_id(table, "pointing")} FROM {table.name} AS pointing
        ANTI JOIN {other_table} AS pointed ON pointing.{column.name} = pointed.{other_column}
        WHERE pointing.{column.name} IS NOT NULL
        """,
        is_within_speech=is_within_speech,
        follows=Follows(column.name, other_table, other_column) if _is_of_texts(table) and not is_within_speech else None,
    )


def rows_stand_with_their_speech(table: Table) -> Promise:
    """Return the promise that a row stands in the part in which its speech does; it names speeches."""
    return Promise(
        "rows_stand_with_their_speech",
        table.name,
        "Where the tables stand in parts, a row stands in the part of its speech.",
        f"""
        SELECT {OF_A_TEXT} FROM (SELECT DISTINCT {OF_A_TEXT}, part(filename) AS part FROM {table.name}) AS found
        JOIN (SELECT {OF_A_TEXT}, part(filename) AS part FROM speeches) AS speech USING ({OF_A_TEXT})
        WHERE found.part <> speech.part
        """,
        is_within_speech=True,
    )


def no_text_is_empty(table: Table) -> Promise:
    """Return the promise that unknown is null: no string is empty."""
    strings = [column.name for column in table.columns if column.kind == "string"]
    return Promise(
        "no_text_is_empty",
        table.name,
        "No text is empty: what is unknown is null.",
        f"SELECT {row_id(table)} FROM {table.name} WHERE {' OR '.join(f'{name} = {chr(39) * 2}' for name in strings) or 'false'}",
        is_within_speech=_is_of_texts(table),
    )
