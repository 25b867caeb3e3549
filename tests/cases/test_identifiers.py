"""Twenty-four patients whose names, numbers and remarks stand in every table, and nowhere else."""

from __future__ import annotations

import io
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from outcomes import cli
from outcomes.study.pseudonyms import KEY_FILE

SURNAMES = ["Quillfeather", "Oxenbridge", "Marchbanks", "Tolliver", "Wexcombe", "Ysselstein"]
"""Of four patients each."""

STUDY = """\
id: clinic
title: Heel pain in a clinic
provenance: collected
design: parallel
allocation: randomised
joint: foot
arms:
  dextrose: {label: Dextrose, role: active}
  saline: {label: Saline, role: placebo}
visits:
  - {name: baseline, week: 0}
  - {name: week 6, week: 6}
  - {name: week 12, week: 12}
tables:
  participants: participants.csv
  scores: {file: scores.xlsx}
  events: events.csv
columns: {participant: record}
events:
  columns: {event: what}
  terms: {bruising: [haematoma]}
measures:
  pain: {instrument: pain-vas}
  flexion: {instrument: ankle-dorsiflexion, column: flexion}
characteristics: [age, sex]
plan:
  primary: {endpoint: pain, visit: week 12, comparison: [dextrose, saline]}
  covariates: [age]
reports: [data-quality, treatment-effect]
"""


def _born(number: int) -> pd.Timestamp:
    return pd.Timestamp(1931 + number, 1 + number % 12, 10 + number % 18)


def _people() -> pd.DataFrame:
    numbers = range(24)
    surnames = [SURNAMES[number % 6] for number in numbers]
    return pd.DataFrame(
        {
            "record": [f"{_born(number):%Y-%m-%d}" for number in numbers],
            "arm": ["dextrose", "saline"] * 12,
            "age": [40 + number for number in numbers],
            "sex": ["female", "female", "male"] * 8,
            "surname": surnames,
            "dob": [f"{_born(number):%d.%m.%Y}" for number in numbers],
            "nhs": [9434765000 + 17 * number for number in numbers],
            "mail": [f"{surname.lower()}.h@example.org" for surname in surnames],
            "phone": [f"+44 7700 9001{number:02d}" for number in numbers],
            "remark": [f"sister of {surname}, sees Dr Zweifelhofer" for surname in surnames],
        }
    )


def _scores(people: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for number, person in enumerate(people.itertuples()):
        for time, visit in enumerate(["baseline", "week 6", "week 12"]):
            pain = 60 + number % 7 - time * (4 + 3 * (number % 2)) + (number * 5 + time * 3) % 11
            said = f"Mrs {person.surname} came by taxi" if number % 4 == 0 else ""
            rows.append([person.record, visit, pain, 10 + (number + time) % 9, person.dob, said])
    return pd.DataFrame(rows, columns=["record", "visit", "pain", "flexion", "seen", "comment"])


def _events(people: pd.DataFrame) -> pd.DataFrame:
    told = ["bruising", "Haematoma", f"{SURNAMES[0]} fell at 14 Larkspur Row", "bruising"]
    who = people["record"].iloc[[1, 4, 7, 8]]
    said = [f"rang {phone}" for phone in people["phone"].iloc[:4]]
    return pd.DataFrame({"record": who.array, "week": [1, 2, 5, 7], "what": told, "note": said})


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    return _people()


@pytest.fixture(scope="module")
def secrets(people: pd.DataFrame) -> list[str]:
    """Return all that could tell who somebody was."""
    columns = ("record", "dob", "nhs", "mail", "phone")
    cells = {str(cell) for column in columns for cell in people[column]}
    return sorted({*cells, *SURNAMES, "Zweifelhofer", "Larkspur", "by taxi"})


@pytest.fixture
def project(root: Path, tmp_path: Path, people: pd.DataFrame) -> Path:
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    folder = tmp_path / "data" / "raw" / "clinic"
    folder.mkdir(parents=True)
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    people.to_csv(folder / "participants.csv", index=False)
    _scores(people).to_excel(folder / "scores.xlsx", index=False)
    _events(people).to_csv(folder / "events.csv", index=False)
    return tmp_path


def _run(project: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    with monkeypatch.context() as patch:
        patch.chdir(project)
        patch.setattr(sys, "argv", ["outcomes", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
    return int(ended.value.code or 0)


def _unpack(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield every text of a file, and of what is packed in it."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for member in packed.namelist():
                yield from _unpack(f"{name}/{member}", packed.read(member))
    elif name.endswith(".parquet"):
        yield name, pd.read_parquet(io.BytesIO(content)).to_csv()
    yield name, content.decode("utf-8", errors="replace")


def _tell(project: Path, secrets: list[str]) -> set[tuple[str, str]]:
    """Return where outside the study's folder something tells who somebody was."""
    raw = project / "data" / "raw"
    files = [path for path in project.rglob("*") if path.is_file() and raw not in path.parents]
    return {
        (name, secret)
        for path in files
        for name, text in _unpack(str(path.relative_to(project)), path.read_bytes())
        for secret in secrets
        if secret in text
    }


def test_nothing_that_is_made_tells_who_somebody_was(
    project: Path, secrets: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    wanted = ("run", "--junit", "run.xml", "--json")
    assert _run(project, monkeypatch, *wanted) == 0
    (project / "run.json").write_text(capfd.readouterr().out, encoding="utf-8")
    assert _run(project, monkeypatch, "check", "--json", "--junit", "check.xml") == 0
    (project / "check.json").write_text(capfd.readouterr().out, encoding="utf-8")
    assert _run(project, monkeypatch, "bundle", "clinic") == 0
    assert (
        _run(project, monkeypatch, "export", "clinic", "--only", "data-quality", "--to", "out") == 0
    )
    key = (project / "data" / "raw" / "clinic" / KEY_FILE).read_text(encoding="ascii")
    assert _tell(project, [*secrets, key]) == set()
    assert list((project / "data" / "processed").glob("*.parquet"))
    page = project / "reports" / "clinic" / "treatment-effect" / "index.html"
    text = page.read_text(encoding="utf-8")
    assert "bruising" in text
    assert "under no term" in text


def test_what_programs_read_of_faults_tells_nobody(
    project: Path, secrets: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    folder = project / "data" / "raw" / "clinic"
    people = pd.read_csv(folder / "participants.csv", dtype=str)
    twice = pd.concat([people, people.iloc[:2], people.iloc[3:4].assign(arm="Oxenbridge")])
    twice.to_csv(folder / "participants.csv", index=False)
    events = pd.read_csv(folder / "events.csv", dtype=str)
    events.loc[0, "record"] = "Quillfeather"
    events.loc[1, "week"] = "when Tolliver rang"
    events.to_csv(folder / "events.csv", index=False)
    study = (folder / "study.yaml").read_text(encoding="utf-8")
    personal = study.replace("[age, sex]", "[age, sex, surname, remark, dob]")
    (folder / "study.yaml").write_text(personal, encoding="utf-8")
    for command in ("check", "run"):
        assert _run(project, monkeypatch, command, "--json", "--junit", f"{command}.xml") == 2
        (project / f"{command}.json").write_text(capfd.readouterr().out, encoding="utf-8")
    assert "participant" in (project / "check.json").read_text(encoding="utf-8")
    assert _tell(project, secrets) == set()
