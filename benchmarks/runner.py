"""Notebooks a minute, the bundled batch, the first report and the memory of the runner.

python -m benchmarks runner [NUMBER]

Beside papermill in a pool of processes, and papermill and nbconvert one after the other. NUMBER
(60) is how many notebooks each side runs; the memory is looked at over 500.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.standard_notebook import write_standard_notebook

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
WORKERS = 2
NUMBER = 60
MANY = 500
GROWTH = 0.05
"""Share by which the runner's memory may grow from the first fifth of many jobs to their end."""


def main(arguments: list[str]) -> int:
    """Measure all of it; 1 if a bar is not met."""
    number = int(arguments[0]) if arguments else NUMBER
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        met = [
            _notebooks_a_minute(folder, number, html=False, bar=10),
            _notebooks_a_minute(folder, number, html=True, bar=8),
            _bundled_batch(folder, bar=8),
            _memory(folder),
        ]
    return 0 if all(met) else 1


def _notebooks_a_minute(folder: Path, number: int, *, html: bool, bar: float) -> bool:
    """Run a process pool with papermill, and the engine of this project; both start cold."""
    source = write_standard_notebook(folder / "standard.ipynb")
    what = "with HTML" if html else "notebooks alone"
    print(f"{number} notebooks, {WORKERS} workers, {what}", flush=True)
    spawned = get_context("spawn")
    theirs = _rate(
        lambda: ProcessPoolExecutor(WORKERS, mp_context=spawned, initializer=_be_quiet),
        _papermill_with_html if html else _papermill,
        source,
        number,
    )
    print(f"  papermill, process pool: {theirs:.0f} a minute", flush=True)
    _close_template()
    ours = _rate(
        lambda: ThreadPoolExecutor(WORKERS), _ours_with_html if html else _ours, source, number
    )
    print(f"  outcomes, template started anew: {ours:.0f} a minute")
    return _tell(ours / theirs, bar)


def _rate(
    make_pool: Callable[[], Executor],
    run: Callable[[Path, int], None],
    source: Path,
    number: int,
) -> float:
    begin = time.perf_counter()
    with make_pool() as pool:
        list(pool.map(run, [source] * number, range(number)))
    return 60 * number / (time.perf_counter() - begin)


def _be_quiet() -> None:
    """Let kernels not print their warnings over the figures; what fails is raised all the same."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _papermill(source: Path, index: int) -> None:
    import papermill

    papermill.execute_notebook(
        str(source),
        str(source.with_name(f"theirs{index}.ipynb")),
        parameters={"seed": index},
        progress_bar=False,
    )


def _papermill_with_html(source: Path, index: int) -> None:
    from nbconvert import HTMLExporter

    _papermill(source, index)
    made = source.with_name(f"theirs{index}.ipynb")
    body, _ = HTMLExporter().from_filename(str(made))
    made.with_suffix(".html").write_text(body, encoding="utf-8")


def _ours(source: Path, index: int) -> None:
    import papermill

    papermill.execute_notebook(
        str(source),
        str(source.with_name(f"ours{index}.ipynb")),
        parameters={"seed": index},
        engine_name="outcomes",
        request_save_on_cell_execute=False,
        progress_bar=False,
    )


def _ours_with_html(source: Path, index: int) -> None:
    from outcomes.forking.calls import call_apart

    _ours(source, index)
    call_apart(render_page, source.with_name(f"ours{index}.ipynb"))


def render_page(made: Path) -> None:
    """Render an executed notebook as a report; called in a process of its own."""
    import nbformat

    from outcomes.report import Page, render_report

    page = Page("No study", "standard", "simulated")
    html = render_report(nbformat.read(made, as_version=4), page)
    made.with_suffix(".html").write_text(html, encoding="utf-8")


def _close_template() -> None:
    from outcomes.forking.template import get_template

    get_template().close()


def _bundled_batch(folder: Path, bar: float) -> bool:
    """All reports of the bundled studies, and the first of them."""
    project = folder / "bundled"
    for name in ("data/raw", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    begin = time.perf_counter()
    running = subprocess.Popen(
        [BIN / "outcomes", "run", "--jobs", str(WORKERS)], cwd=project, stdout=subprocess.DEVNULL
    )
    first = 0.0
    while running.poll() is None:
        if not first and any(project.glob("reports/*/*/index.html")):
            first = time.perf_counter() - begin
        time.sleep(0.02)
    ours = time.perf_counter() - begin
    if running.returncode:
        raise RuntimeError(f"outcomes run ended with {running.returncode}")
    reports = sorted(project.glob("reports/*/*/notebook.ipynb"))
    print(f"{len(reports)} reports of the bundled studies")
    print(f"  outcomes run: {ours:.1f} s, the first report after {first:.1f} s", flush=True)
    theirs, their_first = _one_after_the_other(project, reports)
    print(
        f"  papermill, then jupyter nbconvert: {theirs:.1f} s, the first notebook (without page) "
        f"after {their_first:.1f} s"
    )
    met = _tell(theirs / ours, bar)
    early = first <= their_first
    print(
        f"  first report no later than papermill's first notebook: {'met' if early else 'not met'}"
    )
    return met and early


def _one_after_the_other(project: Path, reports: list[Path]) -> tuple[float, float]:
    notebooks = {
        path.stem.partition("_")[2].replace("_", "-"): path
        for path in (project / "notebooks").glob("*.ipynb")
    }
    begin = time.perf_counter()
    first = 0.0
    for report in reports:
        study, name = report.parts[-3:-1]
        made = project / f"{study}-{name}.ipynb"
        papermill = [BIN / "papermill", "--no-progress-bar", notebooks[name], made, "-p"]
        convert = [BIN / "jupyter", "nbconvert", "--to", "html", made]
        for command in ([*papermill, "study", study], convert):
            subprocess.run(command, cwd=project, check=True, capture_output=True)
            first = first or time.perf_counter() - begin
    return time.perf_counter() - begin, first


def _memory(folder: Path) -> bool:
    """Memory of the runner's own process over many jobs."""
    project = folder / "many"
    for name in ("data/raw/foot-ankle-dextrose", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    sets = "".join(
        f"  - name: set-{n}\n    parameters: {{level: {0.5 + n / 2000}}}\n" for n in range(MANY)
    )
    batch = project / "batch.yaml"
    batch.write_text(f"notebooks: [data-quality]\nsets:\n{sets}", encoding="utf-8")
    running = subprocess.Popen(
        [BIN / "outcomes", "run", "--batch", batch, "--jobs", str(WORKERS)],
        cwd=project,
        stdout=subprocess.DEVNULL,
    )
    sizes: list[int] = []
    done = 0
    while running.poll() is None:
        done = sum(1 for _ in project.glob("reports/*/*/index.html"))
        if done >= MANY * (len(sizes) + 1) / 5:
            sizes.append(_resident(running.pid))
        time.sleep(0.2)
    if running.returncode:
        raise RuntimeError(f"outcomes run ended with {running.returncode}")
    told = ", ".join(f"{size / 2**20:.0f}" for size in sizes)
    flat = sizes[-1] < sizes[0] * (1 + GROWTH)
    print(f"{MANY} jobs: the runner's own memory after each fifth: {told} MB")
    print(f"  asked that it grows by less than {GROWTH:.0%}: {'met' if flat else 'not met'}")
    return flat


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _tell(ratio: float, bar: float) -> bool:
    met = ratio >= bar
    print(f"  {ratio:.1f} times; asked {bar:g} times: {'met' if met else 'not met'}", flush=True)
    return met
