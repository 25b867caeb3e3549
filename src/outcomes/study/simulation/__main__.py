"""``python -m outcomes.study.simulation [FOLDER]`` writes the bundled studies' tables again."""

from __future__ import annotations

import sys
from pathlib import Path

from outcomes.study.simulation.bundled import write_bundled


def main(arguments: list[str]) -> int:
    """Write the tables into the folder given, ``data/raw`` by default; return the exit code."""
    folder = Path(arguments[0] if arguments else "data/raw")
    if not folder.is_dir():
        sys.stderr.write(f"There is no folder {folder}; run this where data/raw is, or name one.\n")
        return 2
    for path in write_bundled(folder):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
