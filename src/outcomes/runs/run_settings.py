"""How jobs are run: the options of a run that say how, not what."""

from __future__ import annotations

from dataclasses import dataclass, field

from outcomes.forking.limits import Limits


@dataclass(frozen=True)
class RunSettings:
    """How jobs are run.

    Parameters
    ----------
    workers : int, optional
        Jobs at a time; one per core if not given, on a cluster one per thread.
    limits : Limits
        What each notebook may take.
    force : bool
        Run also what stands already and would come out the same.
    fail_fast : bool
        Start no more jobs once one has failed.
    dask : str
        Address of a cluster's scheduler, as ``tcp://host:8786``; empty for this machine.
    shared : bool
        Whether the cluster's workers see the project's folder at the same path and read the data
        there; otherwise these are sent.
    """

    workers: int | None = None
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    fail_fast: bool = False
    dask: str = ""
    shared: bool = False
