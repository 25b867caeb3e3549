"""How long the package and its command line take to start, the interpreter's own start included."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

BARS = {
    "import outcomes": ([sys.executable, "-c", "import outcomes"], 0.15),
    "outcomes --help": ([str(Path(sys.executable).with_name("outcomes")), "--help"], 0.4),
}
"""What is started, and the most seconds it may take."""
RUNS = 10


def main(arguments: list[str]) -> int:
    """Print the best and the median of some starts beside their bars and a bare interpreter."""
    if arguments:
        print("this benchmark has no options")
        return 2
    bare = _time([sys.executable, "-c", "pass"])
    print(f"python -c pass: best {bare[0]:.3f} s")
    met = True
    for name, (command, most) in BARS.items():
        taken = _time(command)
        good = taken[0] < most
        met &= good
        print(
            f"{name}: best {taken[0]:.3f} s, median {taken[len(taken) // 2]:.3f} s, "
            f"{taken[0] / bare[0]:.1f} times the bare interpreter; asked {most} s: "
            f"{'met' if good else 'not met'}"
        )
    return 0 if met else 1


def _time(command: list[str]) -> list[float]:
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        taken.append(time.perf_counter() - begin)
    return sorted(taken)
