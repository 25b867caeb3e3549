"""Where the published numbers come from that the bundled studies are made to meet."""

from __future__ import annotations

PACK = "dextrose-prolotherapy"
