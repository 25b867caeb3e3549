"""Writing the scored long table to ``data/processed``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from outcomes.atomic import write_bytes
from outcomes.instruments.definition import Endpoint
from outcomes.study.study import Study

METADATA_KEY = b"outcomes"
"""Key of the schema metadata that holds study, fingerprint and endpoints as JSON."""


def write_scores(study: Study, folder: str | Path) -> Path:
    """Write a study's scores as ``<id>.parquet``; nothing half-written is ever there.

    The file holds the long table, and once for each endpoint, in the schema's metadata, its
    direction, range and unit beside the study's id, provenance and fingerprint.

    Parameters
    ----------
    study : Study
        A loaded study.
    folder : str or Path
        Folder to write in; it is made if need be.

    Returns
    -------
    Path
        The file written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{study.id}.parquet"
    table = pa.Table.from_pandas(study.scores, preserve_index=False)
    about = {
        "study": study.id,
        "provenance": study.file.provenance,
        "fingerprint": study.fingerprint,
        "endpoints": {name: _describe(endpoint) for name, endpoint in study.endpoints.items()},
    }
    metadata = {**(table.schema.metadata or {}), METADATA_KEY: json.dumps(about).encode()}
    content = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(metadata), content)
    write_bytes(path, content.getvalue().to_pybytes())
    return path


def _describe(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "label": endpoint.label,
        "higher": endpoint.higher,
        "range": [endpoint.low, endpoint.high if endpoint.high != float("inf") else None],
        "unit": endpoint.unit,
    }
