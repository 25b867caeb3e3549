"""Attack what is published of twenty studies with small cells, and of each without one participant.

python -m validation disclosure [--studies N]
"""

from __future__ import annotations

import argparse
from functools import reduce
from operator import add
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.disclosure.hold import hold_numbers, hold_spans, hold_two_releases
from tests.disclosure.make import make_study, publish, remove_patient

ROOT = Path(__file__).parents[1]


def main(arguments: list[str]) -> int:
    """Make the studies' reports, and hold everything published to what must not be found out."""
    parser = argparse.ArgumentParser(prog="python -m validation disclosure", description=__doc__)
    parser.add_argument("--studies", type=int, default=20)
    asked = parser.parse_args(arguments)
    studies = [make_study(seed) for seed in range(asked.studies)]
    fewer = [remove_patient(study, seed) for seed, study in enumerate(studies)]
    with TemporaryDirectory() as folder:
        project = Path(folder, "project")
        publish(ROOT, project, [*studies, *fewer])
        files = hold_numbers(project, [*studies, *fewer])
        alone = reduce(add, (hold_spans(project, study) for study in [*studies, *fewer]))
        pairs = zip(studies, fewer, strict=True)
        both = reduce(add, (hold_two_releases(project, *pair) for pair in pairs))
    print(f"{len(studies)} studies, each also without one participant; {files} files read")
    print(
        f"one release: {alone.counts} counts, {alone.small} of them from 1 to below the minimum; "
        f"solutions of each: at least {alone.fewest}, {alone.spare} more than the minimum"
    )
    print(f"two releases: {both.counts} counts; solutions of each: at least {both.fewest}")
    return 0
