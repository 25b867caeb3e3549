"""Plant bugs in the analyses and instruments, one at a time, and count those the tests notice.

A seeded sample of mutants (mutmut's operators, alike of each) is drawn; on each are run the tests
that run its line, the quickest first, until one fails. A mutant that nothing notices is a gap in
the tests, or changes nothing that anybody could see: read the list. Numbers, words in messages and
names can be changed without harm, so no score is perfect.

    python -m validation mutants [--number 300] [--seed 20261] [--root TREE] [--sample FILE]

With ``--sample`` the mutants are those of the file, or written there if there is none, so that the
tests of two trees can be compared; ``--root`` is the tree that is looked at.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from validation.mutation.planting import Mutant, Planted, draw_sample, find_mutants
from validation.mutation.running import Outcome, try_mutant
from validation.mutation.seeing import Seen, import_all, watch

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""A process that is forked should have no other thread."""
LOOKED_AT = ("analysis", "instruments")
"""Packages that bugs are planted in, and folders of ``tests/`` whose tests are to notice."""


def main(arguments: list[str]) -> int:
    """Draw or read a sample, try every mutant, and print what happened to each kind."""
    parser = argparse.ArgumentParser(prog="python -m validation mutants")
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261)
    parser.add_argument("--root", type=Path, default=Path.cwd())
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--results", type=Path)
    asked = parser.parse_args(arguments)
    root = asked.root.resolve()
    sample = _read_sample(asked.sample) or draw_sample(
        root / "src", list_modules(root), asked.number, asked.seed
    )
    if asked.sample is not None and not asked.sample.exists():
        asked.sample.write_text(json.dumps([asdict(one) for one in sample], indent=1))
    with tempfile.TemporaryDirectory() as compiled:
        outcomes = dict(try_all(root, sample, compiled))
    if asked.results is not None:
        told = [{**asdict(one), **asdict(outcome)} for one, outcome in outcomes.items()]
        asked.results.write_text(json.dumps(told, indent=1))
    show(sample, outcomes)
    return 0


def list_modules(root: Path) -> list[str]:
    """Return the modules that are looked at, below ``src/``."""
    package = root / "src"
    return sorted(
        path.relative_to(package).as_posix()
        for name in LOOKED_AT
        for path in (package / "outcomes" / name).rglob("*.py")
    )


def _read_sample(path: Path | None) -> list[Mutant]:
    if path is None or not path.exists():
        return []
    return [Mutant(**one) for one in json.loads(path.read_text())]


def try_all(root: Path, sample: list[Mutant], compiled: str) -> Iterator[tuple[Mutant, Outcome]]:
    """Try the mutants that the tree has, module by module; what is compiled goes to a folder."""
    os.chdir(root)
    os.environ.update(ONE_THREAD)
    sys.path[:0] = [str(root / "src"), str(root)]
    modules = sorted({mutant.module for mutant in sample} & set(list_modules(root)))
    sys.dont_write_bytecode, sys.pycache_prefix = False, compiled
    seen = watch(root, modules, [f"tests/{name}" for name in LOOKED_AT])
    import_all(seen)
    check_that_nothing_planted_survives(root, modules[0], seen)
    for module in modules:
        wanted = {mutant for mutant in sample if mutant.module == module}
        for planted in find_mutants(root / "src", module):
            if planted.mutant in wanted:
                outcome = _try(root, planted, seen)
                if outcome.verdict in ("survived", "no test"):
                    _tell(planted, outcome)
                yield planted.mutant, outcome


def check_that_nothing_planted_survives(root: Path, module: str, seen: Seen) -> None:
    """Try a module as it is: what is called noticed afterwards was noticed for the bug."""
    planted = next(find_mutants(root / "src", module))
    nothing = replace(planted, changed=planted.node)
    if _try(root, nothing, seen).verdict != "survived":
        raise SystemExit(f"{module}: the tests fail in a fork without a planted bug")


def _try(root: Path, planted: Planted, seen: Seen) -> Outcome:
    mutant = planted.mutant
    package = mutant.module.split("/")[1]
    tests = seen.find_tests(mutant.module, planted.line, f"tests/{package}")
    return try_mutant(root, planted, tests, sum(seen.seconds[test] for test in tests))


def _tell(planted: Planted, outcome: Outcome) -> None:
    mutant = planted.mutant
    print(
        f"{outcome.verdict}: {mutant.module}:{planted.line} {mutant.scope} "
        f"({outcome.tests} tests)\n    {_shorten(mutant.before)}\n -> {_shorten(mutant.after)}",
        flush=True,
    )


def _shorten(code: str) -> str:
    return " ".join(code.split())[:200]


def show(sample: list[Mutant], outcomes: dict[Mutant, Outcome]) -> None:
    """Print how many of each operator were noticed, and the share of all."""
    rows: dict[str, Counter[str]] = {}
    for mutant, outcome in outcomes.items():
        rows.setdefault(mutant.operator, Counter())[outcome.verdict] += 1
    kinds = ("killed", "timed out", "survived", "no test")
    print("".join(f"{head:>32}" if head == "" else f"{head:>11}" for head in ("", *kinds)))
    for operator, row in sorted(rows.items()):
        print(f"{operator:>32}" + "".join(f"{row[kind]:>11}" for kind in kinds))
    total = sum(rows.values(), Counter[str]())
    noticed = total["killed"] + total["timed out"]
    print(f"{'all':>32}" + "".join(f"{total[kind]:>11}" for kind in kinds))
    print(
        f"{noticed} of {total.total()} mutants noticed ({noticed / max(total.total(), 1):.1%}); "
        f"{len(sample) - total.total()} are no longer there; "
        f"{sum(one.seconds for one in outcomes.values()):.0f} CPU seconds"
    )
