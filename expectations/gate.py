"""The one gate: Great Expectations evaluates every promise, and its report shows them all.

It is imported when first needed: it costs seconds. An expectation costs it milliseconds, however few rows it sees: what it expects of
many columns alike it is shown in one, below each other, and each apart only where that one is not as expected.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from expectations.few_rows import joined, standing_for
from expectations.import_alone import import_alone
from expectations.promise import Promise, RowPromise
from expectations.violations import EXAMPLES, NOT_COMPUTED, Violations
from schemas.columns import Table

if TYPE_CHECKING:
    import pandas
    import pyarrow as pa
    from great_expectations.core import ExpectationSuite, ExpectationSuiteValidationResult, ExpectationValidationResult
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.data_context import EphemeralDataContext
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

ACROSS = "promises"
VALUE = "value"
NOT_NULL = "expect_column_values_to_not_be_null"
COUNTED = "expect_column_values_to_be_in_set"
SITE = "rostra"


class Checked(NamedTuple):
    """What came of one promise; nothing in it depends on the clock, the machine or the run."""

    table: str
    promise: str
    sentence: str
    arguments: Mapping[str, Any]
    is_met: bool
    rows: int | None
    """How many rows were looked at; None where it is on several tables."""
    violations: int | None
    """How many break it; None where that could not be told."""
    examples: tuple[str, ...]
    """The ids of the first ten that break it; or what was found instead."""


class Seen(NamedTuple):
    """What Great Expectations says of one suite, and the same in our words."""

    checked: tuple[Checked, ...]
    result: ExpectationSuiteValidationResult | None = None
    """None where it was asked nothing, since it was asked before."""


class Gate(NamedTuple):
    """Great Expectations, ready to look at data frames."""

    context: EphemeralDataContext
    frames: BatchDefinition[Any]


def open_gate() -> Gate:
    """Return a gate that keeps nothing on disk, sends nothing and shows no progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import_alone()
    import great_expectations
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # It names each folder that it thinks of, and tells of a full disk before we do; one part of it has a level of its own.
    for name in ("great_expectations", "great_expectations.data_context.types.base"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    frames = context.data_sources.add_pandas("tables").add_dataframe_asset("frames").add_batch_definition_whole_dataframe("frame")
    return Gate(context, frames)


def still_held(table: Table, promises: Iterable[RowPromise], rows: int) -> Seen:
    """Return what is known of promises of a table's rows that were found to hold before, of these very rows."""
    return Seen(tuple(Checked(table.name, one.name, one.sentence, one.arguments, True, rows, 0, ()) for one in promises))


def still_kept(promises: Iterable[Promise]) -> Seen:
    """Return what is known of promises on whole tables that were found to hold before, of these very tables."""
    return Seen(tuple(Checked(one.table, one.name, one.sentence, {}, True, None, 0, ()) for one in promises))


def see_rows(
    gate: Gate, table: Table, promises: Sequence[RowPromise], batches: Callable[[], Iterable[pa.Table]], *, standing: int = 0
) -> Seen:
    """Hold a table's rows against the promises; `batches` reads them, at least one batch, and is called again where one is broken.

    `standing` is how many rows more the table has, of which all promises held before and that are not read.
    Raises what the iteration of the batches raises.
    """
    rows = standing
    frames = []
    for batch in batches():
        frames.append(standing_for(batch, promises))
        rows += batch.num_rows
    frame = joined(frames)
    alike = [promise for promise in promises if promise.expectation == NOT_NULL and promise.column in frame.columns]
    others = [promise for promise in promises if promise not in alike]
    results = _held(gate, table.name, others, frame, rows) | _held_alike(gate, table.name, alike, frame, rows)
    # Which rows they are needs all of them, and longer: it is asked only of what does not hold.
    if broken := [promise for promise in promises if not results[promise.name].success]:
        results |= _named(gate, table, broken, batches(), rows)
    checked = (_checked_row(table, promise, results[promise.name], rows) for promise in promises)
    return Seen(tuple(checked), _suite_result(table.name, [results[promise.name] for promise in promises]))


def _held_alike(
    gate: Gate, name: str, promises: Sequence[RowPromise], frame: pandas.DataFrame, rows: int
) -> dict[str, ExpectationValidationResult]:
    """Return what is found of promises that expect the same of a column each: of all in one, and of each where that is not as expected."""
    if not promises:
        return {}
    import pandas

    one_column = pandas.DataFrame({VALUE: pandas.concat([frame[promise.column].astype(object) for promise in promises])})
    whole = RowPromise(promises[0].expectation, VALUE, promises[0].arguments, "")
    counted = RowPromise("expect_table_row_count_to_equal", None, {"value": len(frame) * len(promises)}, "All columns are there.")
    results = _held(gate, name, [whole, counted], one_column, rows)
    if not all(one.success for one in results.values()):
        return _held(gate, name, promises, frame, rows)
    return {promise.name: _met(promise, results[whole.name]) for promise in promises}


def _met(promise: RowPromise, whole: ExpectationValidationResult) -> ExpectationValidationResult:
    """Return what was found of columns together as what was found of one of them."""
    from great_expectations.core import ExpectationValidationResult

    return ExpectationValidationResult(
        success=whole.success,
        expectation_config=_configured(promise),
        result=whole.result,
        exception_info=whole.exception_info,
        meta=whole.meta,
    )


def _named(
    gate: Gate, table: Table, broken: Sequence[RowPromise], batches: Iterable[pa.Table], rows: int
) -> dict[str, ExpectationValidationResult]:
    """Return what is found of broken promises, with the keys of rows that break them."""
    found: list[dict[str, ExpectationValidationResult]] = []
    for batch in batches:
        keys = [key for key in table.key if key in batch.column_names]
        details = {"result_format": "SUMMARY", "unexpected_index_column_names": keys, "partial_unexpected_count": EXAMPLES}
        found.append(_held(gate, table.name, broken, batch.to_pandas(), batch.num_rows, details))
    return {promise.name: _merged([results[promise.name] for results in found], rows) for promise in broken}


def together(seen: Sequence[Seen]) -> Seen:
    """Return what was seen of one table at several looks, each for promises of its own, as one."""
    checked = tuple(checked for one in seen for checked in one.checked)
    of = [one.result for one in seen if one.result]
    results = [result for one in of for result in one.results]
    return Seen(checked, _suite_result(of[0].suite_name, results) if len(of) > 1 else of[0] if of else None)


def see_violations(gate: Gate, found: Sequence[Violations]) -> Seen:
    """Hold the number of rows that break each promise against zero, in a table with a column a promise."""
    import pandas

    zeros = [RowPromise(COUNTED, f"{one.promise.table}.{one.promise.name}", {"value_set": [0]}, one.promise.sentence) for one in found]
    frame = pandas.DataFrame({zero.column: [one.rows] for zero, one in zip(zeros, found, strict=True)})
    results = _held_alike(gate, ACROSS, zeros, frame, 1)
    if broken := [zero for zero in zeros if not results[zero.name].success]:
        results |= _held(gate, ACROSS, broken, frame, 1, "SUMMARY")
    checked = (_checked_count(one, results[zero.name]) for zero, one in zip(zeros, found, strict=True))
    return Seen(tuple(checked), _suite_result(ACROSS, list(results.values())))


def write_report(gate: Gate, results: Iterable[ExpectationSuiteValidationResult], folder: Path) -> Path:
    """Write Great Expectations' own pages on the results into the folder, whose old ones go, and return the first page."""
    from great_expectations.core.run_identifier import RunIdentifier
    from great_expectations.data_context.types.resource_identifiers import ExpectationSuiteIdentifier, ValidationResultIdentifier

    shutil.rmtree(folder, ignore_errors=True)
    run = RunIdentifier(run_name="rostra", run_time=datetime.now(UTC))
    for result in results:
        suite = ExpectationSuiteIdentifier(name=result.suite_name)
        key = ValidationResultIdentifier(expectation_suite_identifier=suite, run_id=run, batch_identifier=result.suite_name)
        gate.context.validation_results_store.set(key, result)
    gate.context.add_data_docs_site(
        site_name=SITE,
        site_config={
            "class_name": "SiteBuilder",
            "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)},
        },
    )
    gate.context.build_data_docs(site_names=[SITE])
    return folder / "index.html"


def _held(
    gate: Gate,
    name: str,
    promises: Sequence[RowPromise],
    frame: pandas.DataFrame,
    rows: int,
    result_format: str | dict[str, Any] = "BOOLEAN_ONLY",
) -> dict[str, ExpectationValidationResult]:
    result = gate.frames.get_batch({"dataframe": frame}).validate(_suite(name, promises), result_format=result_format)  # type: ignore[arg-type]
    results = _by_name(result)
    for promise in promises:
        one = results[promise.name]
        if one.success and promise.column:
            one.result = {"element_count": rows, "unexpected_count": 0, "unexpected_percent": 0.0}
        elif one.success:
            one.result = {"observed_value": promise.arguments.get("column_list", rows)}
    return results


def _suite(name: str, promises: Iterable[RowPromise]) -> ExpectationSuite:
    from great_expectations.core import ExpectationSuite

    return ExpectationSuite(name=name, expectations=[_configured(promise) for promise in promises])


def _configured(promise: RowPromise) -> ExpectationConfiguration:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    kwargs = {**({"column": promise.column} if promise.column else {}), **promise.arguments}
    return ExpectationConfiguration(type=promise.expectation, kwargs=kwargs, description=promise.sentence)


def _by_name(result: ExpectationSuiteValidationResult) -> dict[str, ExpectationValidationResult]:
    found: dict[str, ExpectationValidationResult] = {}
    for one in result.results:
        if one.expectation_config is None:
            raise RuntimeError("Great Expectations returned a result that does not say of what")
        name = RowPromise(one.expectation_config.type, one.expectation_config.kwargs.get("column"), {}, "").name
        found[name] = one
    return found


def _merged(results: Sequence[ExpectationValidationResult], rows: int) -> ExpectationValidationResult:
    """Return the batches' results on a broken promise as one; the first that could not be computed stands for all."""
    if len(results) == 1:
        return results[0]
    if troubled := [one for one in results if _trouble(one)]:
        return troubled[0]
    broken = [one for one in results if not one.success]
    merged = broken[0]
    unexpected = sum(one.result.get("unexpected_count", 0) for one in broken)
    examples = [row for one in broken for row in one.result.get("partial_unexpected_index_list") or ()]
    merged.result = {
        **merged.result,
        "element_count": rows,
        "unexpected_count": unexpected,
        "unexpected_percent": 100 * unexpected / rows,
        "partial_unexpected_index_list": examples[:EXAMPLES],
    }
    return merged


def _checked_row(table: Table, promise: RowPromise, result: ExpectationValidationResult, rows: int) -> Checked:
    found = result.result
    violations: int | None = found.get("unexpected_count", 0 if result.success else 1)
    found_rows = found.get("partial_unexpected_index_list") or ()
    examples = [" ".join(_shown(row[key]) for key in table.key if key in row) for row in found_rows]
    if trouble := _trouble(result):
        violations, examples = None, [f"cannot be computed: {trouble}"]
    elif not result.success and promise.column is None:
        examples = [f"found: {found.get('observed_value')}"]
    return Checked(
        table.name, promise.name, promise.sentence, promise.arguments, bool(result.success), rows, violations, tuple(examples[:EXAMPLES])
    )


def _shown(value: object) -> str:
    return "null" if value is None or value != value else str(value)  # noqa: PLR0124 -- pandas' null is no number


def _checked_count(found: Violations, result: ExpectationValidationResult) -> Checked:
    promise = found.promise
    violations = None if found.rows == NOT_COMPUTED else found.rows
    if found.examples:
        # What is unexpected in the one row is a number; the report is to name the rows that it counts.
        result.result["partial_unexpected_list"] = list(found.examples)
    return Checked(promise.table, promise.name, promise.sentence, {}, bool(result.success), None, violations, found.examples)


def _trouble(result: ExpectationValidationResult) -> str | None:
    """Return why the expectation could not be evaluated, None where it was."""
    info = result.exception_info or {}
    raised = [info] if "raised_exception" in info else list(info.values())
    messages = [str(one["exception_message"]) for one in raised if one["raised_exception"]]
    return messages[0] if messages else None


def _suite_result(name: str, results: Sequence[ExpectationValidationResult]) -> ExpectationSuiteValidationResult:
    from great_expectations import __version__
    from great_expectations.core import ExpectationSuiteValidationResult

    met = sum(1 for one in results if one.success)
    return ExpectationSuiteValidationResult(
        success=met == len(results),
        results=list(results),
        suite_name=name,
        statistics={
            "evaluated_expectations": len(results),
            "successful_expectations": met,
            "unsuccessful_expectations": len(results) - met,
            "success_percent": 100 * met / len(results),
        },
        meta={"great_expectations_version": __version__},
    )
