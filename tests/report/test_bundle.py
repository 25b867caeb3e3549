"""One file to send: the same bytes, every link kept."""

from __future__ import annotations

import io
import os
import re
import zipfile
from pathlib import Path, PurePosixPath
from posixpath import normpath

import pytest

from outcomes.errors import RunError
from outcomes.report import StudyCard, pack_study, render_index
from outcomes.runs.publish_site import publish_bundle

CARD = StudyCard("knee", "Knee", "", "simulated", "knee", "", "parallel", 5, ())

FIRST = {"index.html": ""}


def publish(folder: Path, names: list[str]) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('<a href="../index.html">All</a> <a href="#x">x</a>', encoding="utf-8")
    return folder


def test_the_same_files_make_the_same_bytes(tmp_path: Path) -> None:
    names = ["index.html", "b/index.html", "a/results.json", "a/notebook.ipynb"]
    pages = {"index.html": render_index([CARD], has_manifest=False)}
    first = pack_study("knee", pages, {publish(tmp_path / "1" / "knee", names): names})
    second = publish(tmp_path / "2" / "knee", names[::-1])
    for number, path in enumerate(sorted(second.rglob("*"))):
        os.utime(path, (number * 1e6, number * 1e6))
    assert first == pack_study("knee", pages, {second: names[::-1]})
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert set(archive.namelist()) == {
            "knee-reports/index.html",
            *(f"knee-reports/knee/{name}" for name in names),
        }


def test_what_is_not_listed_stays_behind_and_a_link_is_refused(tmp_path: Path) -> None:
    folder = publish(tmp_path / "knee", ["index.html", "participants.csv", ".staging/index.html"])
    with zipfile.ZipFile(
        io.BytesIO(pack_study("knee", FIRST, {folder: ["index.html"]}))
    ) as archive:
        assert archive.namelist() == ["knee-reports/index.html", "knee-reports/knee/index.html"]
    (folder / "leak.json").symlink_to("/etc/passwd")
    with pytest.raises(RunError, match=r"reports/knee/leak.json is a link"):
        pack_study("knee", FIRST, {folder: ["leak.json"]})
    (folder / "behind").symlink_to("/etc")
    with pytest.raises(RunError, match=r"reports/knee/behind/passwd is a link"):
        pack_study("knee", FIRST, {folder: ["behind/passwd"]})


def test_a_study_without_pages_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="outcomes run knee"):
        pack_study("knee", FIRST, {tmp_path / "knee": ["index.html"]})


def test_every_link_of_a_bundled_study_leads_to_a_file_in_the_bundle(
    bundled_site: Path, tmp_path: Path
) -> None:
    for folder in sorted((bundled_site / "reports").glob("[!.]*")):
        if not (folder / "index.html").exists():
            continue  # the reports of a topic go with each study that leads to them
        publish_bundle(bundled_site, folder.name, tmp_path / "sent.zip")
        with zipfile.ZipFile(tmp_path / "sent.zip") as archive:
            names = set(archive.namelist())
            pages = [name for name in names if name.endswith(".html")]
            assert len(pages) >= 5
            assert f"{folder.name}-reports/words.html" in pages
            for name in pages:
                page = archive.read(name).decode("utf-8")
                for href in re.findall(r'href="([^"]*)"', page):
                    if href.startswith(("#", "http", "data:", "mailto:")):
                        continue
                    target = PurePosixPath(name).parent / href.partition("#")[0]
                    assert normpath(str(target)) in names, f"{name}: {href}"
