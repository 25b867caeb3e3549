"""How large a report of six figures and ten tables is, and how fast its page is rendered.

Beside it: nbconvert's own HTML of the same executed notebook, which is what a user would have.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat

SIZE = 600_000
"""Bytes that the page may have."""
SECONDS = 0.3
"""Seconds that rendering may take."""
RUNS = 9
STUDY = "knee-dextrose-saline"
FIGURES, TABLES = 6, 10
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Print size and time beside their bars and nbconvert's."""
    if arguments:
        print("this benchmark has no options")
        return 2
    notebook = make_notebook()
    page, taken = _render(notebook)
    first = _time_first(notebook)
    theirs, their_taken = _render_by_nbconvert(notebook)
    median = taken[len(taken) // 2]
    good_size, good_time = len(page) < SIZE, taken[0] < SECONDS
    print(
        f"{FIGURES} figures, {TABLES} tables: {len(page) / 1000:.0f} kB, asked "
        f"{SIZE / 1000:.0f} kB: {'met' if good_size else 'not met'}; "
        f"nbconvert {theirs / 1000:.0f} kB"
    )
    print(
        f"rendered: best {taken[0]:.3f} s, median {median:.3f} s, asked {SECONDS} s: "
        f"{'met' if good_time else 'not met'}; nbconvert best {their_taken:.3f} s "
        f"({their_taken / taken[0]:.1f} times); the first page of a process, imports included: "
        f"{first:.3f} s"
    )
    return 0 if good_size and good_time else 1


def make_notebook() -> Any:
    """Return an executed notebook with six figures, ten tables and the words between them."""
    from outcomes import figures, prose, tables
    from outcomes.analysis.balance import summarise_baseline
    from outcomes.analysis.change import summarise_change
    from outcomes.analysis.comparison import compare_with_control
    from outcomes.analysis.describe import summarise_scores
    from outcomes.analysis.flow import count_flow
    from outcomes.estimates import combine_estimates
    from outcomes.study import load_study

    study = load_study(ROOT / "data" / "raw" / STUDY)
    labels, primary = study.labels, study.file.plan.primary.endpoint
    flow, scores = count_flow(study), summarise_scores(study, 0.95)
    differences, changes = compare_with_control(study, 0.95), summarise_change(study, 0.95)
    baseline = summarise_baseline(study)
    estimates = combine_estimates([differences, scores, changes, flow])
    other = next(name for name in labels.endpoints if name != primary)
    drawn = [
        figures.plot_flow(flow, labels),
        figures.plot_missing(flow, labels),
        *(figures.plot_profile(scores, labels, name) for name in (primary, other)),
        *(figures.plot_difference(differences, labels, name) for name in (primary, other)),
    ]
    tabled = [
        tables.table_flow(flow, labels),
        tables.table_baseline(baseline, labels),
        tables.table_scores(scores, labels),
        tables.table_thresholds(labels),
        tables.table_plan(study),
        tables.table_sources(study),
        *(
            tables.table_comparison(differences, labels, name)
            for name in list(labels.endpoints)[: TABLES - 6]
        ),
    ]
    if (len(drawn), len(tabled)) != (FIGURES, TABLES):
        raise ValueError(f"{len(drawn)} figures and {len(tabled)} tables")
    words = [
        prose.write_design(study, differences),
        prose.write_primary_result(estimates, study),
        *prose.write_published(study, estimates),
    ]
    cells = []
    for number, shown in enumerate([*words, *drawn, *tabled]):
        html = shown.write_html()
        output = nbformat.v4.new_output("display_data", data={"text/html": html})
        cells += [
            nbformat.v4.new_markdown_cell(f"## Part {number}"),
            nbformat.v4.new_code_cell(f"display(shown[{number}])", outputs=[output]),
        ]
    return nbformat.v4.new_notebook(cells=cells)


def _render(notebook: Any) -> tuple[bytes, list[float]]:
    from outcomes.report import Page, render_report

    page = Page("A study", "Treatment effect", "simulated")
    html, taken = "", []
    for _ in range(RUNS):
        begin = time.perf_counter()
        html = render_report(notebook, page)
        taken.append(time.perf_counter() - begin)
    return html.encode(), sorted(taken)


def _time_first(notebook: Any) -> float:
    """Return how long the first page takes in a new process, its imports included."""
    command = [sys.executable, "-m", "benchmarks.pages"]
    text = nbformat.writes(notebook)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT)
    return float(done.stdout)


def _print_first() -> int:
    notebook = nbformat.reads(sys.stdin.read(), as_version=4)
    begin = time.perf_counter()
    from outcomes.report import Page, render_report

    render_report(notebook, Page("A study", "Treatment effect", "simulated"))
    print(time.perf_counter() - begin)
    return 0


def _render_by_nbconvert(notebook: Any) -> tuple[int, float]:
    from nbconvert.exporters import HTMLExporter

    taken, size = [], 0
    for _ in range(3):
        begin = time.perf_counter()
        body, _resources = HTMLExporter().from_notebook_node(notebook)
        taken.append(time.perf_counter() - begin)
        size = len(body.encode())
    return size, min(taken)


if __name__ == "__main__":
    raise SystemExit(_print_first())
