"""Which studies are bundled, and writing their tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from outcomes.study.simulation.achilles import simulate_achilles
from outcomes.study.simulation.foot_ankle import simulate_foot_ankle
from outcomes.study.simulation.knee import simulate_knee

BUNDLED: dict[str, Callable[[], dict[str, pd.DataFrame]]] = {
    "knee-dextrose-saline": simulate_knee,
    "foot-ankle-dextrose": simulate_foot_ankle,
    "achilles-dextrose-exercise": simulate_achilles,
}
"""By study id, the function that makes its tables by file name."""


def write_bundled(folder: Path) -> tuple[Path, ...]:
    """Write the tables of every bundled study into ``folder/<study>/``, not the study files.

    Parameters
    ----------
    folder : Path
        The folder of studies, ``data/raw``.

    Returns
    -------
    tuple of Path
        The files written; the same bytes each time.
    """
    written = []
    for study, simulate in BUNDLED.items():
        (folder / study).mkdir(parents=True, exist_ok=True)
        for name, table in simulate().items():
            path = folder / study / name
            path.write_bytes(format_table(table))
            written.append(path)
    return tuple(written)


def format_table(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of its CSV file."""
    text: str = table.to_csv(index=False, lineterminator="\n")
    return text.encode()
