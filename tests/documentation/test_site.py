"""The site is made without a warning, shows everything public in use, and needs no network."""

from __future__ import annotations

import doctest
import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from documentation.__main__ import build
from documentation.examples import find_example, has_own_example, list_public
from documentation.licences import list_packages
from documentation.pictures import lay_out_study
from outcomes.projects.lay import lay_project
from tests.runs.program import read_page, read_states, run_here
from tests.samples import thorough


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("site")
    assert build(to, tmp_path_factory.mktemp("source")) == 0
    return to


def test_no_link_is_broken_and_nothing_is_fetched(site: Path) -> None:
    pages = {
        path: path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
        if "_static" not in path.parts
    }
    assert len(pages) > 100
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    broken = []
    for path, text in pages.items():
        fetched = re.findall(
            r'<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(https?:[^"]*)"', text
        )
        assert fetched == [], path
        for href in re.findall(r'<(?:a|img|link|script)\b[^>]*\b(?:href|src)="([^"]+)"', text):
            if re.match(r"https?:|mailto:|data:", href):
                continue
            name, _, anchor = href.partition("#")
            target = (path.parent / unquote(name.partition("?")[0])).resolve() if name else path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file() or (anchor and target in ids and anchor not in ids[target]):
                broken.append(f"{path.relative_to(site)}: {href}")
    assert broken == []


@thorough
def test_the_same_sources_make_the_same_bytes(site: Path, tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    assert build(tmp_path / "again", tmp_path / "source") == 0
    first = {
        path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }
    for name, content in first.items():
        assert (tmp_path / "again" / name).read_bytes() == content, name


def test_everything_public_is_shown_in_use(root: Path) -> None:
    unshown = [
        f"{package}.{name}"
        for package, name, found in list_public()
        if not has_own_example(found) and find_example(name, root) is None
    ]
    assert unshown == []


def test_the_library_page_prints_what_it_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    page = (root / "docs/library.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```pycon\n(.*?)```", page, re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "library.md", None, 0)
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test)
    assert runner.summarize(verbose=False).attempted > 60
    assert runner.summarize(verbose=False).failed == 0


def test_every_package_that_comes_along_is_listed_with_its_licence(root: Path) -> None:
    page = (root / "docs/licences.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\S+) \| (\S+) \| (.*) \|$", page, re.MULTILINE)[2:]
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert [each[:2] for each in listed] == list_packages(lock)
    assert not re.search(r"GPL|Affero|Proprietary", "".join(each[2] for each in listed))


def test_the_tutorial_does_what_it_says(root: Path, tmp_path: Path) -> None:
    page = (root / "docs/tutorial.md").read_text(encoding="utf-8")
    commands = re.findall(r"^outcomes (.+)$", page, re.MULTILINE)
    assert [line.split()[0] for line in commands] == ["init", "import", "check", "run", "run"]
    project = lay_project(tmp_path / "my-project")
    (tmp_path / "trial.csv").write_bytes((root / "docs/tutorial/trial.csv").read_bytes())
    imported = commands[1].replace("../", f"{tmp_path}/").split()
    assert run_here(project, *imported).returncode == 0
    draft = (project / "data/raw/knee-trial/study.yaml").read_text(encoding="utf-8")
    assert "GUESSED" in draft
    lay_out_study(root / "docs", project)
    checked = run_here(project, *commands[2].split())
    (printed,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert (checked.returncode, checked.stdout) == (0, printed)
    assert run_here(project, *commands[3].split()).returncode == 0
    (quoted,) = re.findall(r"((?:^> .*\n)+)", page, re.MULTILINE)
    said = " ".join(quoted.replace("> ", "").split())
    shown = re.sub(r"<[^>]+>", "", read_page(project, "knee-trial", "treatment-effect"))
    assert said in " ".join(html.unescape(shown).split())
    assert run_here(project, *commands[4].split()).returncode == 0
    assert list(read_states(project, "knee-trial")) == [
        "data-quality",
        "treatment-effect",
        "treatment-effect--level-0.9",
    ]
