"""Plant faults in generated studies, look for false alarms in sound ones, and damage files.

Each planted fault must be reported at its place, and nothing beside it; a sound study must have
no fault, and at most one in twenty a query; whatever is done to the bytes of a study, the answer is
a list of faults.

    python -m validation faulty [--number 300] [--first 0] [--minutes 0]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from outcomes.study import check_study, load_study
from tests.generated.draw import draw_spec
from tests.generated.faulty import compare_faults, make_faulty, write_files
from tests.generated.make import make_files
from tests.study.test_damage import damage

QUERIES = 0.05
"""Share of sound studies in which something may be asked."""


def main(arguments: list[str]) -> int:
    """Plant, compare and damage; print what was missed or reported wrongly."""
    parser = argparse.ArgumentParser(prog="python -m validation faulty")
    parser.add_argument("--number", type=int, default=300)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=0.0, help="how long files are damaged")
    asked = parser.parse_args(arguments)
    seeds = range(asked.first, asked.first + asked.number)
    with tempfile.TemporaryDirectory() as folder:
        wrong = plant(seeds, Path(folder) / "faulty")
        alarms, queried = look_for_alarms(seeds, Path(folder) / "sound")
        damaged = damage_files(asked.minutes, Path(folder) / "damaged")
    print(f"{wrong} of {asked.number} faulty studies not reported as planted")
    print(f"{alarms} of {asked.number} sound studies with a fault, {queried} with a query")
    print(f"{damaged} damaged studies checked without a traceback")
    return int(wrong > 0 or alarms > 0 or queried > QUERIES * asked.number)


def plant(seeds: range, base: Path) -> int:
    """Return how many studies were not reported as planted."""
    planted: Counter[str] = Counter()
    wrong = 0
    for seed in seeds:
        spec = draw_spec(seed)
        files, expected = make_faulty(spec, seed)
        planted.update(expected.values())
        differences = compare_faults(
            check_study(write_files(files, base / str(seed) / spec.id)), expected
        )
        wrong += bool(differences)
        for difference in differences:
            print(f"{seed}: {difference}")
    print(", ".join(f"{kind} {number}" for kind, number in sorted(planted.items())))
    return wrong


def look_for_alarms(seeds: range, base: Path) -> tuple[int, int]:
    """Return how many sound studies have a fault, and how many a query."""
    alarms = queried = 0
    for seed in seeds:
        spec = draw_spec(seed)
        folder = write_files(make_files(spec), base / str(seed) / spec.id)
        faults = check_study(folder)
        queries = () if faults else load_study(folder).queries
        for each in (*faults, *queries):
            print(f"{seed}: {each}")
        alarms += bool(faults)
        queried += bool(queries)
    return alarms, queried


def damage_files(minutes: float, base: Path) -> int:
    """Damage studies at random until the time is over; return how many were checked."""
    end = time.monotonic() + 60 * minutes
    dice = random.Random(0)
    number = 0
    while time.monotonic() < end:
        spec = draw_spec(dice.randrange(10_000))
        folder = write_files(make_files(spec), base / str(number) / spec.id)
        for _ in range(dice.randint(1, 3)):
            path = dice.choice(sorted(folder.iterdir()))
            path.write_bytes(damage(path.read_bytes(), dice))
        if not check_study(folder):
            load_study(folder)
        number += 1
    return number
