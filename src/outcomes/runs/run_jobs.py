"""Run the planned jobs side by side, and publish each as soon as it has ended."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from outcomes.errors import InterruptedRunError, RunError
from outcomes.forking.limits import Limits
from outcomes.forking.template import start_template
from outcomes.runs.execute_notebook import NotebookMonitor
from outcomes.runs.inputs import Inputs, describe_inputs, describe_program
from outcomes.runs.jobs import Job
from outcomes.runs.ledger import Failure, Ledger, LedgerEntry, State
from outcomes.runs.locks import hold_report
from outcomes.runs.make_report import StagedReport, Task, make_report, stage_unmade
from outcomes.runs.manifest import find_report, read_manifest
from outcomes.runs.needed_results import Needed, hash_needed, read_needed
from outcomes.runs.outdated_reports import is_current
from outcomes.runs.publish_site import Site, publish_report
from outcomes.runs.run_settings import RunSettings
from outcomes.runs.signals import interrupt_on_signals
from outcomes.runs.stage_report import PAGE
from outcomes.runs.staging import remove_empty, remove_staging
from outcomes.runs.tidy_notebook import remove_paths
from outcomes.runs.update_manifest import update_manifest

OnEvent = Callable[[LedgerEntry, int, int], None]
"""Told of a job's line in the ledger, and how many of its cells are done of how many."""
Maker = Callable[[Task, Path, Limits, NotebookMonitor], StagedReport]
"""Makes a report in its staging folder: `make_report`, or a cluster's."""


def run_jobs(
    jobs: Sequence[Job],
    root: Path,
    on_event: OnEvent | None = None,
    settings: RunSettings | None = None,
    *,
    make: Maker = make_report,
) -> tuple[LedgerEntry, ...]:
    """Run jobs and publish their reports, the studies' pages and the index.

    A job whose report stands already, made from the same inputs, is not run again. A notebook that
    fails never stops others, except those that need its report: these are blocked.

    Parameters
    ----------
    jobs : sequence of Job
        From `plan_jobs`.
    root : Path
        Root folder of the project.
    on_event : callable, optional
        Told whenever a job starts, comes to its next cell, and ends; from several threads.
    settings : RunSettings, optional
        How they are run; where to, `outcomes.runs.cluster` sees to.
    make : callable
        What makes a report.

    Returns
    -------
    tuple of LedgerEntry
        How each job ended, in the order given.

    Raises
    ------
    InterruptedRunError
        If the run was ended by SIGINT or SIGTERM; what ran is then killed, and the ledger says so.
    OSError
        If the reports cannot be written.
    """
    if make is make_report:
        start_template()
    run = _Run(jobs, root, on_event or _ignore, settings or RunSettings(), make)
    try:
        run.work()
    finally:
        run.site.finish(apart=run.has_work)
        remove_empty(root)
    return run.ledger.entries


class _Run:
    """One run: its ledger, its pages, and what is running now."""

    def __init__(
        self,
        jobs: Sequence[Job],
        root: Path,
        notify: OnEvent,
        settings: RunSettings,
        make: Maker,
    ) -> None:
        self.ledger = Ledger(root, jobs)
        studies = {job.owner: job.study for job in jobs if job.study is not None}
        self.site = Site(root, studies.values())
        self._root = root
        self._notify = notify
        self._settings = settings
        self._make_report = make
        program = describe_program(root)
        self._inputs = {job.folder: describe_inputs(job, program) for job in jobs}
        self._jobs = {job.folder: job for job in jobs}
        self._stopping = threading.Event()
        self._signal = 0
        self._ended_by = ""
        self._watches: set[NotebookMonitor] = set()
        self._pages = {job.folder: self._identify_page(job) for job in jobs}
        standing = update_manifest(jobs, root, self._inputs, force=settings.force)
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
        workers = self._settings.workers or os.cpu_count() or 1
        with interrupt_on_signals(), ThreadPoolExecutor(workers, "job") as pool:
            started: dict[Future[None], str] = {}
            try:
                self._work_in_order(pool, started)
            except KeyboardInterrupt as interrupt:
                self._signal = getattr(interrupt, "signum", signal.SIGINT)
                self._ended_by = signal.Signals(self._signal).name
                self._stop()
                wait(started)
            except BaseException as error:
                self._ended_by = type(error).__name__
                self._stop()
                raise
        if self._signal:
            raise InterruptedRunError(self._signal, self.ledger.entries)

    def _work_in_order(self, pool: ThreadPoolExecutor, started: dict[Future[None], str]) -> None:
        """Start each job once those that it needs have ended; enter it by what runs it."""
        todo = {job.folder: job for job in self._todo}
        order = TopologicalSorter(
            {
                folder: [needed for needed in job.needed_folders.values() if needed in todo]
                for folder, job in todo.items()
            }
        )
        order.prepare()
        ended: SimpleQueue[Future[None]] = SimpleQueue()
        while order.is_active():
            for folder in order.get_ready():
                future = pool.submit(self._run, todo[folder])
                started[future] = folder
                future.add_done_callback(ended.put)
            future = ended.get()
            future.result()
            order.done(started[future])

    def _stop(self) -> None:
        self._stopping.set()
        for watch in tuple(self._watches):
            watch.stop()

    def _run(self, job: Job) -> None:
        if self._stopping.is_set():
            return
        with hold_report(self._root, job):
            entry = self._run_held(job)
        self.site.refresh()
        self._notify(entry, 1, 1)
        if entry.state.is_bad and self._settings.fail_fast:
            self._stopping.set()

    def _run_held(self, job: Job) -> LedgerEntry:
        """Run a job whose folder is held, unless its report stands or cannot be made."""
        if job.is_withheld:
            return self._publish_unmade(job, State.WITHHELD, None)
        try:
            inputs, needed = self._take_needed(job)
        except RunError as error:
            blocked = Failure(None, "Blocked", str(error))
            return self._publish_unmade(job, State.BLOCKED, blocked)
        made = self._find_standing(job, inputs)
        if made is not None:
            return self.ledger.keep(job, made)
        try:
            return self._make_and_publish(Task(job, inputs, needed))
        finally:
            remove_staging(job, self._root)

    def _take_needed(self, job: Job) -> tuple[Inputs, Needed]:
        """Return what a job is made from, with the results that it needs.

        Raises
        ------
        RunError
            If one of them was not made, or is not what it should be.
        """
        for need, folder in job.needed_folders.items():
            state = self.ledger.entry(self._jobs[folder]).state
            if state is not State.SUCCEEDED:
                raise RunError(f"it needs the report {need}, whose state is {state}")
        needed = read_needed(job, self._root)
        return replace(self._inputs[job.folder], needs=hash_needed(needed)), needed

    def _publish_unmade(self, job: Job, state: State, failure: Failure | None) -> LedgerEntry:
        """Publish a page that says why there is no report."""
        try:
            made = stage_unmade(job, self._root, self._inputs[job.folder], state, failure)
            publish_report(job, self._root)
        except Exception as error:
            message = remove_paths(str(error), self._root)
            failure = Failure(None, type(error).__name__, message)
            return self.ledger.record(job, State.FAILED, failure=failure)
        finally:
            remove_staging(job, self._root)
        return self.ledger.record(job, state, made.about, failure=failure)

    def _find_standing(self, job: Job, inputs: Inputs) -> dict[str, Any] | None:
        """Return what stands of a job already, if it needs no run.

        Either what it needs has come out as it was, or another run has made it in the meantime.
        """
        unchanged = self._identify_page(job) == self._pages[job.folder]
        if self._settings.force or (unchanged and not job.needs):
            return None
        made = find_report(read_manifest(self._root), job.owner, job.report)
        return made if is_current(made, inputs.key, self._root / job.folder) else None

    def _identify_page(self, job: Job) -> tuple[int, int] | None:
        try:
            about = (self._root / job.folder / PAGE).stat()
        except FileNotFoundError:
            return None
        return about.st_ino, about.st_mtime_ns

    def _make_and_publish(self, task: Task) -> LedgerEntry:
        job = task.job
        started = datetime.now(UTC).isoformat(timespec="seconds")
        self._notify(self.ledger.record(job, State.RUNNING, started=started, failure=None), 0, 1)
        clock = time.perf_counter()
        try:
            made = self._make(task)
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
            cpu_seconds=usage.cpu_seconds if usage else None,
            peak_memory=usage.peak_memory if usage else None,
            spawned=made.outcome.spawned,
        )

    def _make(self, task: Task) -> StagedReport:
        watch = NotebookMonitor(partial(self._notify_cell, task.job))
        self._watches.add(watch)
        try:
            if self._stopping.is_set():
                watch.stop()
            return self._make_report(task, self._root, self._settings.limits, watch)
        finally:
            self._watches.discard(watch)

    def _notify_cell(self, job: Job, position: int, number: int) -> None:
        self._notify(self.ledger.entry(job), position, number)

    def _find_interruption(self, made: StagedReport) -> Failure | None:
        """Lay to the interruption what the interruption did; what stood before stays."""
        if made.outcome.state is not State.KILLED:
            return None
        return self._interruption(made.outcome.failure)

    def _interruption(self, failure: Failure | None) -> Failure | None:
        if not self._ended_by:
            return None
        cell = failure.cell if failure else None
        return Failure(cell, self._ended_by, "the run was interrupted")


def _ignore(entry: LedgerEntry, done: int, cells: int) -> None:
    """Nobody is watching."""
