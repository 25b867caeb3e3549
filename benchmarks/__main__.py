"""Measure what is fast, beside what else a user could run: everything, or the one named.

python -m benchmarks [NAME]
"""

from __future__ import annotations

import importlib
import sys

PROGRAMS = {
    "start": "benchmarks.start",
    "scoring": "benchmarks.scoring",
    "runner": "benchmarks.runner",
    "mmrm": "benchmarks.mmrm",
    "tipping": "benchmarks.tipping",
    "pages": "benchmarks.pages",
    "reading": "benchmarks.reading",
    "reports": "benchmarks.reports",
}
"""Name and module of each benchmark; a module has ``main(arguments) -> int``."""


def main(arguments: list[str]) -> int:
    """Run one benchmark with its options, or all."""
    if arguments and arguments[0] not in PROGRAMS:
        print(f"no benchmark {arguments[0]!r}; there are {', '.join(PROGRAMS)}")
        return 2
    chosen = arguments[:1] or list(PROGRAMS)
    codes = []
    for name in chosen:
        print(f"== {name}", flush=True)
        codes.append(importlib.import_module(PROGRAMS[name]).main(arguments[1:]))
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
