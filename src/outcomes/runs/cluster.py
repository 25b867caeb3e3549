"""Send jobs to a Dask cluster that is already there, and publish what comes back."""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from outcomes.atomic import write_bytes
from outcomes.errors import RunError
from outcomes.forking.limits import Limits
from outcomes.internals import is_unwanted
from outcomes.runs.execute_notebook import NotebookMonitor
from outcomes.runs.inputs import find_versions
from outcomes.runs.jobs import Job
from outcomes.runs.ledger import LedgerEntry
from outcomes.runs.make_report import StagedReport, Task, make_report
from outcomes.runs.notebooks import FOLDER
from outcomes.runs.run_jobs import OnEvent, run_jobs
from outcomes.runs.run_settings import RunSettings
from outcomes.runs.subjects import RAW
from outcomes.source_files import hash_source

if TYPE_CHECKING:
    from distributed import Client, Future

RETRIES = 3
"""Times that a job is sent again when a worker could not do it; lost workers are not counted."""
PATIENCE = 30
"""Seconds to find the scheduler, and to be without any worker."""
CANCELLED = 0.5
"""Seconds between two looks, on a worker, whether its job is still wanted."""


@dataclass(frozen=True)
class Shipment:
    """A task with all that a worker needs to do it.

    Parameters
    ----------
    task : Task
        What to make, and from what.
    limits : Limits
        What the notebook may take.
    code : dict of str to str
        What the job is to be made with, as `describe_code` has it.
    files : dict of str to bytes
        Paths relative to the project's root, and what they hold.
    root : str
        The project's folder, if workers see it at the same path: they read the study there.
    """

    task: Task
    limits: Limits
    code: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    root: str = ""


@dataclass(frozen=True)
class Delivery:
    """What a worker has made: the report, and the files of its folder."""

    made: StagedReport
    files: dict[str, bytes]


def run_on_cluster(
    jobs: Sequence[Job], root: Path, on_event: OnEvent | None, settings: RunSettings
) -> tuple[LedgerEntry, ...]:
    """Run jobs on a cluster's workers; ledger and publishing stay here, see `run_jobs`.

    A worker makes each report in a folder of its own and sends it back, so a worker that was
    given up and still works cannot touch what another one makes.

    Parameters
    ----------
    jobs, root, on_event
        As of `run_jobs`.
    settings : RunSettings
        Name the scheduler; without ``workers`` as many jobs are run at a time as the cluster has
        threads.

    Raises
    ------
    RunError
        If the scheduler cannot be reached, has no worker, or a worker runs other code than this.
    """
    with _connect(settings.dask) as client:
        _check_workers(client)
        threads = sum(client.nthreads().values())

        def make(task: Task, root: Path, limits: Limits, watch: NotebookMonitor) -> StagedReport:
            files = _read_notebook(task.job)
            if not settings.shared:
                files |= _read_files(task.job, root)
            place = str(root) if settings.shared else ""
            return _send(client, Shipment(task, limits, describe_code(), files, place), root, watch)

        settings = replace(settings, workers=settings.workers or threads)
        return run_jobs(jobs, root, on_event, settings, make=make)


def make_shipment(shipment: Shipment) -> Delivery:
    """Make a report on a worker, in a folder that is the worker's own.

    Raises
    ------
    RunError
        If the worker, which may have joined late, runs other code than the sender.
    OSError
        If the worker cannot read the shared files, or write its own.
    """
    from distributed import get_worker

    worker = get_worker()
    _refuse_other_code(worker.address, describe_code(), shipment.code)
    job = shipment.task.job
    files = shipment.files | (_read_files(job, Path(shipment.root)) if shipment.root else {})
    with tempfile.TemporaryDirectory(prefix="outcomes-", dir=worker.local_directory) as folder:
        root = Path(folder).resolve()
        (root / RAW).mkdir(parents=True)  # what makes a folder a project, for a topic too
        for name, content in files.items():
            write_bytes(root / name, content)
        notebook = replace(job.notebook, path=root / FOLDER / job.notebook.path.name)
        here = replace(shipment.task, job=replace(job, notebook=notebook))
        with _stopped_when_cancelled(worker) as watch:
            made = make_report(here, root, shipment.limits, watch)
        staging = root / job.staging
        return Delivery(
            made, {path.name: path.read_bytes() for path in staging.iterdir() if path.is_file()}
        )


def describe_code() -> dict[str, str]:
    """Return what a report depends on beside its inputs: this package, Python, other packages."""
    return {"source of this package": hash_source(), **find_versions()}


@contextmanager
def _stopped_when_cancelled(worker: Any) -> Iterator[NotebookMonitor]:
    """Watch a notebook, and end it when nobody wants the job any more.

    Dask calls a running task cancelled, but leaves it to run.
    """
    watch, ended = NotebookMonitor(), threading.Event()
    key = worker.get_current_task()

    def look() -> None:
        while not ended.wait(CANCELLED):
            if is_unwanted(worker, key):
                watch.stop()
                return

    looker = threading.Thread(target=look, name="cancelled", daemon=True)
    looker.start()
    try:
        yield watch
    finally:
        ended.set()
        looker.join()


def _connect(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise RunError(
            "running on a Dask cluster needs the package distributed. "
            "Install outcomes-notebooks[dask]."
        ) from error
    if not re.fullmatch(r"(?:\w+://)?.+:\d+", address):
        raise RunError(
            f"no Dask scheduler answers at {address}: it is no address. Write it as tcp://host:8786."
        )
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(
            f"no Dask scheduler answers at {address}. Start one, or correct the address."
        ) from error


def _check_workers(client: Client) -> None:
    """Refuse a cluster whose workers would give other reports than this machine."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise RunError(
            "the Dask scheduler has no worker. Start workers, with this package installed."
        ) from error
    try:
        found = client.run(describe_code)
    except Exception as error:  # of any type: Dask may hand on the text alone
        raise RunError(
            f"a worker of the cluster cannot use this package ({error}). "
            "Install the same on both, from requirements.lock."
        ) from error
    ours = describe_code()
    for worker, theirs in found.items():
        _refuse_other_code(worker, theirs, ours)


def _refuse_other_code(worker: str, theirs: dict[str, str], ours: dict[str, str]) -> None:
    other = next((name for name in ours if theirs.get(name) != ours[name]), None)
    if other is not None:
        raise RunError(
            f"worker {worker} has another {other} than this machine: "
            f"{_shorten(theirs.get(other, 'none'))} and {_shorten(ours[other])}. "
            "Install the same on both, from requirements.lock."
        )


def _shorten(value: str) -> str:
    """Cut a hash to what can be compared by eye."""
    whole = 12
    return value[:whole]


def _send(client: Client, shipment: Shipment, root: Path, watch: NotebookMonitor) -> StagedReport:
    from distributed import KilledWorker

    future = client.submit(make_shipment, shipment, pure=False, retries=RETRIES)
    watch.start_notebook(None, _Remote(future))
    try:
        delivery = _wait(client, future)
    except KilledWorker as error:
        raise ChildProcessError("every worker that the job was sent to was lost") from error
    except (CancelledError, Exception) as error:
        raise ChildProcessError(f"the cluster has not made the report: {error}") from error
    staging = root / shipment.task.job.staging
    for name, content in delivery.files.items():
        write_bytes(staging / name, content)
    return delivery.made


def _wait(client: Client, future: Future[Delivery]) -> Delivery:
    """Wait for a job, but not for ever for a worker that could do it."""
    while not future.done():
        with suppress(TimeoutError):
            return future.result(timeout=PATIENCE)
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise ChildProcessError("no worker is left") from error
    return future.result()


class _Remote:
    """A job on the cluster, ended like a process."""

    usage = None

    def __init__(self, future: Future[Delivery]) -> None:
        self._future = future

    def kill(self) -> None:
        self._future.cancel(force=True)


def _read_notebook(job: Job) -> dict[str, bytes]:
    """Return a job's notebook by its path in the project."""
    return {job.notebook.place: job.notebook.path.read_bytes()}


def _read_files(job: Job, root: Path) -> dict[str, bytes]:
    """Return the files of a job's study or topic by their paths in the project."""
    names = [normpath(f"{job.subject.folder}/{name}") for name in job.subject.files]
    return {name: (root / name).read_bytes() for name in names}
