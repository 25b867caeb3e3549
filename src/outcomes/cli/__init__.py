"""The command line: ``outcomes list | check | run | new``.

Whatever takes long to import is imported by the command that needs it, so that help comes at once.
"""

from __future__ import annotations

from outcomes.cli.app import main

__all__ = ["main"]
