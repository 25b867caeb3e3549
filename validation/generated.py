"""Make valid studies of every kind from seeds, and hold all their pages to what can be recomputed.

Each study goes through `check`, and its reports through the runner, the notebooks in this process
(``tests/generated/execute.py``); some go through kernels as well. What is wrong is counted by kind;
of each kind the study is reduced to the plainest that has it too, if asked.

    python -m validation generated [--number 500] [--first 0] [--reduce] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from outcomes.runs import plan_jobs
from outcomes.runs.run_jobs import run_jobs
from tests.generated.draw import draw_spec
from tests.generated.judge import Finding, Refused, judge_study
from tests.generated.make import write_study
from tests.generated.reduce import reduce_spec
from tests.generated.spec import Spec

ROOT = Path(__file__).resolve().parents[1]
REFUSED = 0.1
"""Share of the studies that the check may refuse: they are meant to be valid."""
KERNELS = 100
"""Each how many-th study goes through kernels too."""


def main(arguments: list[str]) -> int:
    """Make the studies; print what is wrong by kind, the most frequent first."""
    parser = argparse.ArgumentParser(prog="python -m validation generated")
    parser.add_argument("--number", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--reduce", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder in which the pages are left")
    asked = parser.parse_args(arguments)
    kinds: dict[str, list[tuple[int, Finding]]] = defaultdict(list)
    refused: dict[int, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        base = asked.keep or Path(folder)
        started = time.process_time()
        for seed in range(asked.first, asked.first + asked.number):
            try:
                found = judge(draw_spec(seed), base)
            except Refused as refusal:
                refused[seed] = str(refusal)
                continue
            if seed % KERNELS == 0:
                found += compare_with_kernels(draw_spec(seed), base)
            for finding in found:
                kinds[finding.alike].append((seed, finding))
            if not asked.keep:
                shutil.rmtree(base / str(seed))
        seconds = time.process_time() - started
        for name, entries in sorted(kinds.items(), key=lambda item: -len(item[1])):
            describe(name, entries)
            if asked.reduce:
                print(f"    plainest: {reduce(entries[0], Path(folder)).features()}", flush=True)
    for seed, why in refused.items():
        print(f"refused, {seed}: {why}")
    wrong = len({seed for entries in kinds.values() for seed, _ in entries})
    print(
        f"{asked.number} studies in {seconds:.0f} s of CPU time: {wrong} with something wrong, "
        f"of {len(kinds)} kinds; {len(refused)} refused by the check"
    )
    return int(wrong > 0 or len(refused) > REFUSED * asked.number)


def judge(spec: Spec, base: Path) -> list[Finding]:
    """Judge one study in a project of its own."""
    root = base / str(spec.seed)
    shutil.copytree(ROOT / "notebooks", root / "notebooks", dirs_exist_ok=True)
    return judge_study(spec, root)


def compare_with_kernels(spec: Spec, base: Path) -> list[Finding]:
    """Make a study's reports by kernels, and return those that come out otherwise."""
    made, other = base / str(spec.seed), base / f"{spec.seed}-kernels"
    shutil.copytree(ROOT / "notebooks", other / "notebooks", dirs_exist_ok=True)
    write_study(spec, other / "data" / "raw")
    run_jobs(plan_jobs(other, [spec.id]), other)
    pages = sorted((other / "reports").rglob("index.html"))
    return [
        Finding("another page by kernels", path.parent.name, str(path.relative_to(other)))
        for path in pages
        if path.read_bytes() != (made / path.relative_to(other)).read_bytes()
    ]


def describe(name: str, entries: list[tuple[int, Finding]]) -> None:
    """Print one kind of finding, its seeds and its first place."""
    seeds = list(dict.fromkeys(seed for seed, _ in entries))
    print(f"{len(entries)} in {len(seeds)} studies: {name}")
    print(f"    seeds {', '.join(map(str, seeds[:10]))}: {entries[0][1].text[:300]}", flush=True)


def reduce(entry: tuple[int, Finding], folder: Path) -> Spec:
    """Return the plainest study with a finding of the same kind."""
    seed, finding = entry

    def fails(spec: Spec) -> bool:
        root = folder / "reduced"
        shutil.rmtree(root, ignore_errors=True)
        try:
            return any(each.alike == finding.alike for each in judge(spec, root))
        except Refused:
            return False

    return reduce_spec(draw_spec(seed), fails, most=60)
