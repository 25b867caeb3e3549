"""Send jobs to a Dask cluster that is already there, and publish what comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from outcomes.atomic import write_bytes
from outcomes.errors import RunError
from outcomes.forking.limits import Limits
from outcomes.runs.execute import Watch
from outcomes.runs.inputs import Inputs, find_versions, hash_source
from outcomes.runs.jobs import RAW, Job
from outcomes.runs.ledger import Entry
from outcomes.runs.make import Made, make_report
from outcomes.runs.notebooks import FOLDER
from outcomes.runs.run import OnEvent, RunOptions, run_jobs

if TYPE_CHECKING:
    from distributed import Client, Future

RETRIES = 3
"""Times that a job is sent again when its worker is lost or fails by itself."""
CONNECT = 30
"""Seconds to find the scheduler."""


@dataclass(frozen=True)
class Shipment:
    """A job with all that a worker needs to do it, if the worker cannot see the project.

    Parameters
    ----------
    job : Job
        What to make.
    inputs : Inputs
        What it is made from.
    limits : Limits
        What the notebook may take.
    root : str
        The project's folder, as workers see it too; empty if files are shipped.
    files : dict of str to bytes
        Paths relative to the project's root, and what they hold.
    """

    job: Job
    inputs: Inputs
    limits: Limits
    root: str
    files: dict[str, bytes]


@dataclass(frozen=True)
class Delivery:
    """What a worker has made: the report, and the files of its folder (none where it is shared)."""

    made: Made
    files: dict[str, bytes]


def run_on_cluster(
    address: str,
    jobs: Sequence[Job],
    root: Path,
    on_event: OnEvent | None,
    options: RunOptions,
    *,
    shared: bool,
) -> tuple[Entry, ...]:
    """Run jobs on a cluster's workers; ledger and publishing stay here, see `run_jobs`.

    Parameters
    ----------
    address : str
        Of the scheduler, as ``tcp://host:8786``.
    jobs, root, on_event, options
        As of `run_jobs`; without ``workers`` as many jobs at a time as the cluster has threads.
    shared : bool
        Whether the workers see the project's folder at the same path; otherwise notebooks and data
        are shipped, and the reports come back.

    Raises
    ------
    RunError
        If the scheduler cannot be reached, has no worker, or a worker runs other code than this.
    """
    with _connect(address) as client:
        _check_workers(client)
        threads = sum(client.nthreads().values())

        def make(job: Job, root: Path, inputs: Inputs, limits: Limits, watch: Watch) -> Made:
            return _send(client, job, root, inputs, limits, watch, shared=shared)

        return run_jobs(
            jobs, root, on_event, replace(options, workers=options.workers or threads, make=make)
        )


def make_shipment(shipment: Shipment) -> Delivery:
    """Make a report on a worker."""
    if shipment.root:
        root = Path(shipment.root)
        return Delivery(_make(shipment, root), {})
    with tempfile.TemporaryDirectory(prefix="outcomes-") as folder:
        root = Path(folder).resolve()
        for name, content in shipment.files.items():
            write_bytes(root / name, content)
        made = _make(shipment, root)
        staging = root / shipment.job.staging
        files = {path.name: path.read_bytes() for path in staging.iterdir() if path.is_file()}
        return Delivery(made, files)


def _make(shipment: Shipment, root: Path) -> Made:
    job = shipment.job
    notebook = replace(job.notebook, path=root / FOLDER / job.notebook.path.name)
    here = replace(job, notebook=notebook)
    return make_report(here, root, shipment.inputs, shipment.limits, Watch())


def _connect(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise RunError(
            "running on a Dask cluster needs the package distributed. "
            "Install outcomes-notebooks[dask]."
        ) from error
    try:
        return Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(
            f"no Dask scheduler answers at {address}. Start one, or correct the address."
        ) from error


def _describe_code() -> dict[str, str]:
    return {"source": hash_source(), **find_versions()}


def _check_workers(client: Client) -> None:
    """Refuse a cluster whose workers would give other reports than this machine."""
    try:
        client.wait_for_workers(1, timeout=CONNECT)
    except TimeoutError as error:
        raise RunError(
            "the Dask scheduler has no worker. Start workers, with this package installed."
        ) from error
    try:
        found = client.run(_describe_code)
    except ImportError as error:
        raise RunError(
            f"a worker of the cluster lacks this package ({error}). Install it there."
        ) from error
    ours = _describe_code()
    for worker, theirs in found.items():
        other = next((name for name in ours if theirs.get(name) != ours[name]), None)
        if other is not None:
            raise RunError(
                f"worker {worker} has {other} {theirs.get(other)}, this machine {ours[other]}. "
                "Install the same on both, from requirements.lock."
            )


def _send(
    client: Client,
    job: Job,
    root: Path,
    inputs: Inputs,
    limits: Limits,
    watch: Watch,
    *,
    shared: bool,
) -> Made:
    files = {} if shared else _collect(job, root)
    shipment = Shipment(job, inputs, limits, str(root) if shared else "", files)
    future = client.submit(make_shipment, shipment, pure=False, retries=RETRIES)
    watch.start_notebook(None, _Remote(future))
    try:
        delivery: Delivery = future.result()
    except (CancelledError, Exception) as error:
        raise ChildProcessError(f"the cluster has not made the report: {error}") from error
    staging = root / job.staging
    for name, content in delivery.files.items():
        write_bytes(staging / name, content)
    return delivery.made


class _Remote:
    """A job on the cluster, ended like a process."""

    usage = None

    def __init__(self, future: Future[Delivery]) -> None:
        self._future = future

    def kill(self) -> None:
        self._future.cancel(force=True)


def _collect(job: Job, root: Path) -> dict[str, bytes]:
    """Return the files that a job reads, by their paths in the project."""
    study = f"{RAW}/{job.study.id}"
    names = [f"{study}/{name}" for name in job.study.files]
    collected = {name: (root / name).read_bytes() for name in names}
    collected[f"{FOLDER}/{job.notebook.path.name}"] = job.notebook.path.read_bytes()
    return collected
