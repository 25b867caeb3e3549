"""Run the slow checks, of the statistics, the pages and the runner: all, or the one named.

python -m validation [NAME [options]]
"""

from __future__ import annotations

import importlib
import sys

PROGRAMS = {
    "thorough": "validation.thorough",
    "mmrm-type-one-error": "validation.mmrm_type_one_error",
    "family-wise-error": "validation.family_wise_error",
    "meta-coverage": "validation.meta_coverage",
    "agreement": "validation.agreement",
    "few-trials": "validation.few_trials",
    "harm-rates": "validation.harm_rates",
    "ways": "validation.ways",
    "responders": "validation.responders",
    "crossover": "validation.crossover",
    "kill-points": "validation.kill_points",
    "hostile": "validation.hostile",
    "mutants": "validation.mutants",
    "generated": "validation.generated",
    "faulty": "validation.faulty",
    "disclosure": "validation.disclosure",
    "numbers": "validation.numbers",
}
"""Name and module of each program; a module has ``main(arguments) -> int``."""


def main(arguments: list[str]) -> int:
    """Run one program with its options, or all with their defaults."""
    if arguments and arguments[0] not in PROGRAMS:
        print(f"no validation {arguments[0]!r}; there are {', '.join(PROGRAMS)}")
        return 2
    chosen = arguments[:1] or list(PROGRAMS)
    codes = []
    for name in chosen:
        print(f"== {name}", flush=True)
        codes.append(importlib.import_module(PROGRAMS[name]).main(arguments[1:]))
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
