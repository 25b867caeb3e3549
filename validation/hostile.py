"""Run every hostile notebook there is, and tell which did not end as it must.

python -m validation hostile
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.runs.hostile import HOSTILE, NEVER_MIND, check_bystanders, find_wrong, run_hostile


def main(arguments: list[str]) -> int:
    """Run them together, and the one that ends its template alone."""
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        alone = (NEVER_MIND, HOSTILE[-1])
        for name, chosen, jobs in (("together", HOSTILE, 2), ("one by one", alone, 1)):
            survived = run_hostile(Path(folder, name), chosen, jobs)
            for each in chosen:
                for wrong in find_wrong(survived, each):
                    faults += 1
                    print(f"{each.name}: {wrong}", flush=True)
            for wrong in check_bystanders(survived):
                faults += 1
                print(wrong, flush=True)
            took = (
                f"{survived.seconds:.0f} s, the runner at most {survived.most_memory / 1e6:.0f} MB"
            )
            print(f"{len(chosen)} {name}: {took}")
    print(f"{faults} faults")
    return int(faults > 0)
