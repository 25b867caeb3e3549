"""New ids: the same under a key, different under another, and a key that is made once."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.study import check_study, load_study
from outcomes.study.fault_list import FaultList
from outcomes.study.pseudonyms import KEY_FILE, StudyKey, read_key
from tests.study.small_study import write_small_study


def _without_key(parent: Path) -> Path:
    folder = write_small_study(parent)
    (folder / KEY_FILE).unlink()
    return folder


def test_every_table_has_the_new_ids_and_a_person_the_same_in_each(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    text = text.replace("measures:\n", "  events: events.csv\nmeasures:\n", 1)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    (folder / "events.csv").write_text("participant,serious\nB3,no\n", encoding="utf-8")
    study = load_study(folder)
    people = study.participants["participant"]
    assert people.str.fullmatch("[A-Z2-7]{6}").all()
    assert study.events is not None
    assert study.events["participant"].tolist() == [people.iloc[5]]
    raw = pd.read_csv(folder / "scores.csv")
    pain = study.scores[study.scores["endpoint"] == "pain"]
    for known, new in zip(["A1", "A2", "A3", "B1", "B2", "B3"], people, strict=True):
        expected = raw.loc[raw["participant"] == known, "pain"].tolist()
        assert pain.loc[pain["participant"] == new, "value"].tolist() == expected


def test_a_key_is_made_once_and_by_check(tmp_path: Path) -> None:
    folder = _without_key(tmp_path)
    assert check_study(folder) == ()
    key = (folder / KEY_FILE).read_bytes()
    first = load_study(folder)
    assert (folder / KEY_FILE).read_bytes() == key
    assert load_study(folder).participants.equals(first.participants)
    assert KEY_FILE in first.files
    (folder / KEY_FILE).unlink()
    other = load_study(folder)
    assert not set(other.participants["participant"]) & set(first.participants["participant"])
    assert other.fingerprint != first.fingerprint


def test_a_faulty_study_has_no_key_made(tmp_path: Path) -> None:
    folder = _without_key(tmp_path)
    (folder / "scores.csv").write_text("participant,visit\n", encoding="utf-8")
    assert check_study(folder)
    assert not (folder / KEY_FILE).exists()


def test_simulated_studies_have_no_file_and_the_same_ids_everywhere(root: Path) -> None:
    folder = root / "data" / "raw" / "knee-dextrose-saline"
    study = load_study(folder)
    assert not (folder / KEY_FILE).exists()
    assert study.participants["participant"].iloc[0] == "OSHB6J"


def test_who_makes_it_at_the_same_time_gets_the_same_key(tmp_path: Path) -> None:
    found: list[bytes] = []
    start = threading.Barrier(8)

    def _read() -> None:
        start.wait()
        key = read_key(tmp_path, "collected", FaultList())
        assert key is not None
        found.append(key.secret)

    threads = [threading.Thread(target=_read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


@pytest.mark.parametrize("content", ["", "ab", "no key\n", "f" * 66, "ü"])
def test_what_is_no_key_is_a_fault(tmp_path: Path, content: str) -> None:
    folder = write_small_study(tmp_path)
    (folder / KEY_FILE).write_text(content, encoding="utf-8")
    (fault,) = check_study(folder)
    assert (fault.file, fault.value) == (KEY_FILE, None)
    assert (folder / KEY_FILE).read_text(encoding="utf-8") == content


def test_a_key_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    folder = _without_key(tmp_path)
    (folder / KEY_FILE).mkdir()
    (fault,) = check_study(folder)
    assert "neither read nor made" in fault.message


def test_git_ignores_keys(root: Path) -> None:
    if not (root / ".git").exists():
        pytest.fail("this is not a checkout")
    path = f"data/raw/some-study/{KEY_FILE}"
    asked = subprocess.run(["git", "check-ignore", path], cwd=root, capture_output=True, text=True)
    assert asked.stdout.strip() == path


@given(st.lists(st.text(), unique=True), st.binary(min_size=32, max_size=32))
def test_ids_that_differ_get_ids_that_differ(ids: list[str], secret: bytes) -> None:
    new = StudyKey(secret).hide(ids)
    assert len(set(new)) == len(ids)
    assert StudyKey(secret).hide(reversed(ids)) == new[::-1]
    assert StudyKey(secret).hide([*ids, *ids]) == new * 2


def test_many_participants_have_longer_ids_that_differ() -> None:
    ids = [f"P{number}" for number in range(200_000)]
    new = StudyKey(bytes(32)).hide(ids)
    assert len(set(new)) == 200_000
    assert {len(each) for each in new} == {8}
