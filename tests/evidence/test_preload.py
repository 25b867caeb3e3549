"""After preloading, a pack is there without its tables being read again."""

from __future__ import annotations

import pytest

from outcomes.evidence import check_pack, list_packs, load_pack, pack, preload_packs


def test_after_preloading_no_table_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pack._read.cache_clear()
    preload_packs()
    monkeypatch.setattr(pack, "read_topic", None)
    for name, folder in list_packs().items():
        loaded = load_pack(name)
        assert check_pack(folder) == ()
        assert {"trials", "numbers"} <= set(vars(loaded))
        assert len(loaded.numbers) == len(loaded.published) > 0
