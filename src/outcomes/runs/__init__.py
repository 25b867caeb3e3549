"""Plan the jobs, run the notebooks, keep the ledger and publish what `outcomes.report` renders.

What plans is here; what runs is `outcomes.runs.run_jobs.run_jobs`, which takes longer to import.
"""

from __future__ import annotations

from outcomes.runs.jobs import Job
from outcomes.runs.ledger import Failure, LedgerEntry, State
from outcomes.runs.manifest import read_manifest
from outcomes.runs.notebooks import Notebook, find_notebooks
from outcomes.runs.parameters import parse_assignments
from outcomes.runs.plan_jobs import plan_jobs

__all__ = [
    "Failure",
    "Job",
    "LedgerEntry",
    "Notebook",
    "State",
    "find_notebooks",
    "parse_assignments",
    "plan_jobs",
    "read_manifest",
]
