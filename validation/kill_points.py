"""Kill the runner at random moments, resume, and compare every byte with an undisturbed run.

Every other time reports made with another seed stand already, and are replaced. The moments are
drawn from the whole run; half of those of a project without reports, from the part in which these
are made, which is short: a template has to come up before, and all pages are written after.

python -m validation kill-points [--points 100] [--seed 20100]
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from tests.runs.kill_points import (
    compare,
    kill_and_resume,
    make_killable,
    make_outdated,
    measure,
)

BETWEEN = 0.3
"""Seconds that one report takes or less, once there is a template."""


def main(arguments: list[str]) -> int:
    """Kill and resume as often as asked; print what was reached and how many came out the same."""
    parser = argparse.ArgumentParser(prog="python -m validation kill-points")
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20100)
    asked = parser.parse_args(arguments)
    draw = random.Random(asked.seed)
    reached: Counter[str] = Counter()
    identical = 0
    with tempfile.TemporaryDirectory() as folder:
        whole = make_killable(Path(folder, "whole"))
        seconds = measure(whole)
        outdated = make_outdated(Path(folder, "outdated"))
        print(f"an undisturbed run of five reports takes {seconds:.2f} s", flush=True)
        for number in range(asked.points):
            root = Path(folder, str(number))
            at, reports = draw.uniform(0, seconds), 0
            if number % 2:
                shutil.copytree(outdated, root)
            else:
                make_killable(root)
            if number % 4 == 0:
                at, reports = draw.uniform(0, BETWEEN), draw.randrange(1, 5)
            where = kill_and_resume(root, at, reports)
            reached[where] += 1
            differing = compare(whole, root)
            identical += not differing
            for name in differing:
                print(f"killed after {at:.3f} s ({where}): {name} differs or is left", flush=True)
            shutil.rmtree(root)
    for where, number in sorted(reached.items()):
        print(f"killed when {where:16} {number:4}")
    print(f"{identical} of {asked.points} resumed runs are identical to the undisturbed one")
    return int(identical < asked.points)
