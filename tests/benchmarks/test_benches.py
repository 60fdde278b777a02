"""The benches: what they print, keep and render; and the small form, run whole."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHES
from benchmarks.goals import GOALS
from benchmarks.machine import machine
from benchmarks.measuring import HOUSE, Figure, figure, in_turn, used_by
from benchmarks.results import PAGE, goals_table, keep, kept, line_of, render

QUICK = ("kernels", "parquet_write", "start_up", "accuracy")
EATS_MEMORY = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; held = b\"x\" * 200_000_000; time.sleep(0.5)'])"
WORKS = "import time\nwhile time.process_time() < 0.3: pass\nprint('{\"texts\": 3}')"


POOL = """
import multiprocessing, time
from concurrent.futures import ProcessPoolExecutor

def work(seconds):
    ends = time.process_time() + seconds
    while time.process_time() < ends:
        pass

if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("forkserver")) as pool:
        pool.submit(work, 1.0).result()
    time.sleep(0.5)
"""


def test_what_a_child_of_the_command_uses_is_counted() -> None:
    assert used_by([sys.executable, "-c", EATS_MEMORY]).peak_bytes > 200_000_000
    used = used_by([sys.executable, "-c", WORKS])
    assert used.cpu_seconds >= 0.3
    assert used.said == {"texts": 3}


def test_the_work_of_a_process_pool_is_counted_though_nobody_waits_for_its_processes(tmp_path: Path) -> None:
    script = tmp_path / "pool.py"
    script.write_text(POOL)
    assert used_by([sys.executable, script]).cpu_seconds > 0.9


def test_a_command_that_fails_is_no_figure() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        used_by([sys.executable, "-c", "raise SystemExit('no texts')"])
    assert failed.value.__notes__ == ["no texts\n"]


def test_ours_and_theirs_run_in_turn() -> None:
    ran: list[str] = []
    in_turn(2, lambda: ran.append("a"), lambda: ran.append("b"))
    assert ran == ["a", "b", "a", "b"]


def test_a_figure_is_the_median_with_its_range() -> None:
    assert figure("speed", [3.0, 1.0, 2.0], {"texts": 7}) == Figure("speed", 2.0, 1.0, 3.0, 3, {"texts": 7})


def test_a_line_says_on_what_it_was_measured_and_names_no_host_or_path() -> None:
    line = line_of(figure("speed", [2.0], {}))
    assert set(json.loads(line)["machine"]) == {"cpu", "cpus", "memory_gigabytes", "python", "load"} == set(machine())
    assert str(HOUSE) not in line


def test_what_is_kept_is_rendered_with_its_verdict(tmp_path: Path) -> None:
    keep("some", [line_of(figure("first_query_cpu", [11.0, 10.5, 12.0], {})), line_of(figure("main_job", [1.7], {}))], tmp_path)
    rows = goals_table(kept(tmp_path)).splitlines()
    assert next(row for row in rows if "≥ 10 ×" in row).split(" | ")[2:4] == ["11 (10.5–12; 3) ×", "yes"]
    figure_of_it, verdict = next(row for row in rows if row.split(" | ")[2].startswith("1.7 ")).split(" | ")[2:4]
    assert figure_of_it == "1.7 (1.7–1.7; 1) ×" and verdict.startswith("no: ")
    assert next(row for row in rows if "size of that file" in row).split(" | ")[2] == "not measured"


def test_the_page_is_what_the_kept_figures_render() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert render(page, kept()) == page, "`python -m benchmarks --render` writes it"


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="table of goals"):
        render("# Nothing here\n", {})


def test_every_goal_names_a_bench() -> None:
    assert {goal.bench for goal in GOALS} <= set(BENCHES)


@pytest.mark.slow
def test_the_small_form_runs_and_prints_its_figures(tmp_path: Path) -> None:
    """Of the benches that need neither peers nor whole builds: those take a quarter of an hour, small as they are."""
    command = [sys.executable, "-m", "benchmarks", "--small", "--bench", *QUICK, "--corpora", str(tmp_path)]
    ran = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    figures = {json.loads(line)["name"] for line in ran.stdout.splitlines() if line.startswith("{")}
    assert {goal.name for goal in GOALS if goal.bench in QUICK} <= figures
