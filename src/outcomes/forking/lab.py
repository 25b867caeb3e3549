"""The server extension of ``make lab``: the template is up before the first notebook is opened."""

from __future__ import annotations

from typing import Any

from outcomes.forking.kernel import MODULES
from outcomes.forking.template import start_template


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "outcomes.forking.lab"}]


def _load_jupyter_server_extension(server: Any) -> None:
    start_template(MODULES)
