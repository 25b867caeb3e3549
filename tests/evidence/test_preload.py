"""After preloading, nothing is read from the packaged files any more."""

from __future__ import annotations

import pytest

from outcomes import evidence
from outcomes.evidence import citations, claims, designs, directions, published


def test_after_preloading_no_packaged_file_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for kept in (m._load for m in (citations, claims, designs, directions, published)):
        kept.cache_clear()
    for read in (designs.index_designs, published._rows):
        read.cache_clear()
    evidence.preload_tables()
    for module in (citations, claims, designs, directions, published):
        monkeypatch.setattr(module, "read_packaged", None)
    assert len(evidence.load_published()) == len(evidence.list_published())
    assert len(evidence.load_designs()) == len(evidence.index_designs())
    assert len(evidence.load_claims())
    assert evidence.load_citations()
