"""The bundled studies: simulated, because no patient-level data of these trials are public.

Each module makes one study's tables so that they meet the published means and standard deviations
in `outcomes.evidence`. They are seeded: the same tables every time. The study files beside the
tables are written by hand and name every assumption.
"""

from outcomes.study.simulation.bundled import BUNDLED, write_bundled

__all__ = ["BUNDLED", "write_bundled"]
