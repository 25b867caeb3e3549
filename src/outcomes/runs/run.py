"""Run the planned jobs side by side, and publish each as soon as it has ended."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from outcomes.errors import InterruptedRunError
from outcomes.forking.limits import Limits
from outcomes.forking.template import start_template
from outcomes.runs.execute import OnCell, Watch
from outcomes.runs.inputs import Inputs, describe_inputs
from outcomes.runs.jobs import Job
from outcomes.runs.ledger import Entry, Failure, Ledger, State
from outcomes.runs.locks import hold_report
from outcomes.runs.make import Made, make_report, remove_staging
from outcomes.runs.manifest import read_manifest
from outcomes.runs.publish import Site, publish_report
from outcomes.runs.register import is_current, register_jobs
from outcomes.runs.stage import PAGE
from outcomes.runs.tidy import remove_paths

OnEvent = Callable[[Entry, int, int], None]
"""Told of a job's line in the ledger, and how many of its cells are done of how many."""
Maker = Callable[[Job, Path, Inputs, Limits, Watch], Made]
"""Makes a report in its staging folder: `make_report`, or a cluster's."""


@dataclass(frozen=True)
class RunOptions:
    """How jobs are run.

    Parameters
    ----------
    workers : int, optional
        Jobs at a time; one a core if not given.
    limits : Limits
        What each notebook may take.
    force : bool
        Run also what stands already and would come out the same.
    fail_fast : bool
        Start no more jobs once one has failed.
    make : callable
        What makes a report.
    """

    workers: int | None = None
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    fail_fast: bool = False
    make: Maker = make_report


def run_jobs(
    jobs: Sequence[Job],
    root: Path,
    on_event: OnEvent | None = None,
    options: RunOptions | None = None,
) -> tuple[Entry, ...]:
    """Run jobs and publish their reports, the studies' pages and the index.

    A job whose report stands already, made from the same inputs, is not run again. A notebook that
    fails never stops the others.

    Parameters
    ----------
    jobs : sequence of Job
        From `plan_jobs`.
    root : Path
        Root folder of the project.
    on_event : callable, optional
        Told whenever a job starts, comes to its next cell, and ends; from several threads.
    options : RunOptions, optional
        How they are run.

    Returns
    -------
    tuple of Entry
        How each job ended, in the order given.

    Raises
    ------
    InterruptedRunError
        If the run was ended by SIGINT or SIGTERM; what ran is then killed, and the ledger says so.
    OSError
        If the reports cannot be written.
    """
    options = options or RunOptions()
    if options.make is make_report:
        start_template()
    run = _Run(jobs, root, on_event or _ignore, options)
    try:
        run.work()
    finally:
        run.site.finish(apart=run.has_work)
        remove_staging(root)
    return run.ledger.entries


class _Run:
    """One run: its ledger, its pages, and what is running now."""

    def __init__(
        self, jobs: Sequence[Job], root: Path, notify: OnEvent, options: RunOptions
    ) -> None:
        self.ledger = Ledger(root, jobs)
        self.site = Site(root, {job.study.id: job.study for job in jobs}.values())
        self._root = root
        self._notify = notify
        self._options = options
        self._inputs = {job.folder: describe_inputs(job, root) for job in jobs}
        self._stopping = threading.Event()
        self._signal = 0
        self._ended_by = ""
        self._watches: set[Watch] = set()
        keys = {folder: inputs.key for folder, inputs in self._inputs.items()}
        self._pages = {job.folder: self._identify_page(job) for job in jobs}
        standing = register_jobs(jobs, root, {} if options.force else keys)
        self._todo = [job for job in jobs if job.folder not in standing]
        for job in jobs:
            if job.folder in standing:
                self._notify(self.ledger.keep(job, standing[job.folder]), 1, 1)
        self.site.publish()

    @property
    def has_work(self) -> bool:
        """Whether there is anything to run."""
        return bool(self._todo)

    def work(self) -> None:
        """Run what has to be run, several at a time, until all is done or the run is ended."""
        workers = self._options.workers or os.cpu_count() or 1
        with _signals_raise(), ThreadPoolExecutor(workers, "job") as pool:
            futures = [pool.submit(self._run, job) for job in self._todo]
            try:
                self._wait(futures)
            except KeyboardInterrupt as interrupt:
                self._signal = getattr(interrupt, "signum", signal.SIGINT)
                self._ended_by = signal.Signals(self._signal).name
                self._stop()
                wait(futures)
            except BaseException as error:
                self._ended_by = type(error).__name__
                self._stop()
                raise
        if self._signal:
            raise InterruptedRunError(self._signal, self.ledger.entries)

    @staticmethod
    def _wait(futures: Sequence[Future[None]]) -> None:
        done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        for future in done:
            future.result()

    def _stop(self) -> None:
        self._stopping.set()
        for watch in tuple(self._watches):
            watch.stop()

    def _run(self, job: Job) -> None:
        if self._stopping.is_set():
            return
        with hold_report(self._root, job):
            made = self._find_standing(job)
            if made is not None:
                entry = self.ledger.keep(job, made)
            else:
                try:
                    entry = self._make_and_publish(job)
                finally:
                    shutil.rmtree(self._root / job.staging, ignore_errors=True)
        self.site.refresh()
        self._notify(entry, 1, 1)
        if entry.state.is_bad and self._options.fail_fast:
            self._stopping.set()

    def _find_standing(self, job: Job) -> dict[str, Any] | None:
        """Return what another run has made of the same job in the meantime, if it has."""
        if self._options.force or self._identify_page(job) == self._pages[job.folder]:
            return None
        made = read_manifest(self._root)["studies"][job.study.id]["reports"].get(job.report, {})
        return (
            made
            if is_current(made, self._inputs[job.folder].key, self._root / job.folder)
            else None
        )

    def _identify_page(self, job: Job) -> tuple[int, int] | None:
        try:
            about = (self._root / job.folder / PAGE).stat()
        except FileNotFoundError:
            return None
        return about.st_ino, about.st_mtime_ns

    def _make_and_publish(self, job: Job) -> Entry:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        self._notify(self.ledger.record(job, State.RUNNING, started=started, failure=None), 0, 1)
        clock = time.perf_counter()
        try:
            made = self._make(job)
            failure = self._find_interruption(made)
            if failure is None:
                publish_report(job, self._root)
        except Exception as error:
            message = remove_paths(str(error), self._root)
            failure = self._interruption(None) or Failure(None, type(error).__name__, message)
        seconds = time.perf_counter() - clock
        if failure is not None:
            state = State.KILLED if self._ended_by else State.FAILED
            return self.ledger.record(job, state, failure=failure, seconds=seconds)
        usage = made.outcome.usage
        return self.ledger.record(
            job,
            made.outcome.state,
            made.about,
            failure=made.outcome.failure,
            seconds=seconds,
            cpu_seconds=usage.cpu_seconds if usage else 0.0,
            peak_memory=usage.peak_memory if usage else 0,
            spawned=made.outcome.spawned,
        )

    def _make(self, job: Job) -> Made:
        watch = Watch(self._tell_cells(job))
        self._watches.add(watch)
        try:
            if self._stopping.is_set():
                watch.stop()
            inputs = self._inputs[job.folder]
            return self._options.make(job, self._root, inputs, self._options.limits, watch)
        finally:
            self._watches.discard(watch)

    def _tell_cells(self, job: Job) -> OnCell:
        def tell(position: int, number: int) -> None:
            self._notify(self.ledger.entry(job), position, number)

        return tell

    def _find_interruption(self, made: Made) -> Failure | None:
        """Lay to the interruption what the interruption did; what stood before stays."""
        if made.outcome.state is not State.KILLED:
            return None
        return self._interruption(made.outcome.failure)

    def _interruption(self, failure: Failure | None) -> Failure | None:
        if not self._ended_by:
            return None
        cell = failure.cell if failure else None
        return Failure(cell, self._ended_by, "the run was interrupted")


class _Signal(KeyboardInterrupt):
    def __init__(self, signum: int) -> None:
        self.signum = signum
        super().__init__(signum)


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Have SIGTERM end the run as Ctrl-C does; only the main thread is told of signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(signum: int, frame: FrameType | None) -> None:
        raise _Signal(signum)

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore(entry: Entry, done: int, cells: int) -> None:
    """Nobody is watching."""
