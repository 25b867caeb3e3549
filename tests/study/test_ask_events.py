"""Columns of the table of events that nothing is read from, and words that are not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes.study import check_study, load_study

from .test_queries import draw, write


def make(folder: Path, head: str, row: str, more: str = "") -> Path:
    write(folder, {"pain": draw(10, 90)})
    file = folder / "study.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("scores: scores.csv}", "scores: scores.csv, events: events.csv}")
    file.write_text(text + more, encoding="utf-8")
    (folder / "events.csv").write_text(f"participant,{head}\nP00,{row}\n", encoding="utf-8")
    return folder


def ask(folder: Path) -> list[tuple[str, str]]:
    study = load_study(folder)
    return [(query.message, query.value or "") for query in study.queries if query.is_open]


def test_columns_that_are_not_read_are_listed_once(tmp_path: Path) -> None:
    head = "week,serious,related,Verlauf,visit,site_id,row number,Notiz"
    ((message, value),) = ask(make(tmp_path / "a", head, "3,no,no,ohne Folgen,V1,2,1,"))
    assert message == "1 column is not read, and none says what happened or how severe it was."
    assert value == "Verlauf"


@pytest.mark.parametrize(
    "head", ["week,visit,site", "event,week,serious,severity,related,Verlauf,Ende"]
)
def test_nothing_is_asked_of_what_is_known_or_whole(tmp_path: Path, head: str) -> None:
    words = {"event": "rash", "week": "3", "severity": "mild", "Verlauf": "gut", "Ende": "5"}
    row = ",".join(words.get(name, "no") for name in head.split(","))
    more = "events: {terms: [rash]}\n" if "event" in head else ""
    assert ask(make(tmp_path / "a", head, row, more)) == []


def test_the_query_can_be_answered(tmp_path: Path) -> None:
    answer = "queries: [{kind: event-column-not-read, reason: It holds a counter.}]\n"
    assert ask(make(tmp_path / "a", "week,Zähler", "3,1", answer)) == []


def test_found_words_are_listed_and_paired_with_no_answer(tmp_path: Path) -> None:
    (fault,) = check_study(make(tmp_path / "a", "week,serious", "3,kaum"))
    assert fault.value == "kaum"
    assert "which words mean `yes` or `no`, as `{yes: [...], no: [...]}`" in fault.fix
    assert "kaum" not in fault.fix
