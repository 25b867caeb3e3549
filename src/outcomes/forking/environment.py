"""What notebooks run under, wherever and whenever they run: environment and random state."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Mapping

from outcomes.style import FOR_PAGES

SINGLE_THREADED = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""A process with threads cannot be forked; and each core has a notebook of its own anyway.

Arrow's own allocator keeps a thread in the background.
"""

INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
"""Plots go into the notebook, as ipykernel has it."""

SAME_EVERYWHERE = {
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "TZ": "UTC",
}
"""What would make the same notebook write other bytes on another machine."""

_PASSED = {
    "APPDATA",
    "COMSPEC",
    "DISPLAY",
    "HOME",
    "HOMEDRIVE",
    "HOMEPATH",
    "LD_LIBRARY_PATH",
    "LOCALAPPDATA",
    "LOGNAME",
    "PATH",
    "PATHEXT",
    "PROGRAMDATA",
    "PWD",
    "SHELL",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "USER",
    "USERNAME",
    "USERPROFILE",
    "VIRTUAL_ENV",
    "WINDIR",
}
"""What programs need to find their files; all else, tokens too, stays with the shell."""
_PASSED_PREFIXES = (
    "CONDA_",
    "COVERAGE_",
    "IPYTHON",
    "JUPYTER_",
    "MPL",
    "PYTHON",
    "XDG_",
)
_OWN = "OUTCOMES_"
"""What a name begins with that is passed on whatever it is for."""
_SECRET = re.compile("TOKEN|PASSWORD|PASSWD|SECRET|CREDENTIAL|API_?KEY")
"""What stands in names of variables that open doors: ``JUPYTER_TOKEN``, ``CONDA_TOKEN``."""
_DROPPED = ("PYTHONSTARTUP",)
"""Set by users; it would run before the notebook."""


def pass_on(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what a notebook is given of the environment of whoever runs it.

    Parameters
    ----------
    environment : mapping of str to str
        All of it. A name that begins with ``OUTCOMES_`` is passed on, whatever it is for.
    """
    return {name: value for name, value in environment.items() if _is_passed(name)}


def _is_passed(name: str) -> bool:
    upper = name.upper()
    if upper.startswith(_OWN):
        return True
    known = upper in _PASSED or upper.startswith(_PASSED_PREFIXES)
    return known and upper not in _DROPPED and not _SECRET.search(upper)


def make_environment() -> dict[str, str]:
    """Return the environment for the processes that run notebooks of a batch."""
    kept = pass_on(os.environ)
    return {**kept, **SINGLE_THREADED, **INLINE, **FOR_PAGES, **SAME_EVERYWHERE}


def seed_everything(seed: int) -> None:
    """Seed the generators that a notebook may use without making its own.

    A notebook has the random state of its job, not that of the process it was forked from.

    Parameters
    ----------
    seed : int
        Not negative; numpy takes its lowest 32 bits.
    """
    import numpy as np

    random.seed(seed)
    np.random.seed(seed % 2**32)  # noqa: NPY002 - the one that cells use when they make none
