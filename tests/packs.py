"""The pack of evidence that this package brings, for tests of what is made of it."""

from __future__ import annotations

from outcomes.evidence import load_pack

PACK = load_pack("dextrose-prolotherapy")
