"""The workflows in docs/ci.md are whole, and call what there is."""

from __future__ import annotations

import re

import pytest
from ruamel.yaml import YAML

from tests.cli_reference import make_reference


@pytest.fixture
def page(root):
    return (root / "docs/ci.md").read_text(encoding="utf-8")


def test_the_workflows_are_yaml_and_have_what_their_hosts_ask_for(page):
    github, gitlab = map(YAML(typ="safe").load, re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))
    steps = github["jobs"]["reports"]["steps"]
    assert github["on"].keys() == {"push", "pull_request"}
    assert all(("uses" in step) != ("run" in step) for step in steps)
    assert gitlab["reports"]["artifacts"]["reports"]["junit"] == "reports.xml"
    scripts = [step["run"] for step in steps if "run" in step], gitlab["reports"]["script"]
    for script in scripts:
        assert script[0] == "make .venv/.ready"
        assert sum("outcomes run" in line for line in script) == 1


def test_the_options_called_are_those_of_the_program(page, root):
    options = set(re.findall(r"`(?:-\w, )?(--[a-z-]+)", make_reference()))
    options |= {"--keep-going"}
    pages = [page, *((root / name).read_text(encoding="utf-8") for name in ("docs/running.md",))]
    for text in pages:
        for line in re.findall(r"outcomes run (.*)", text):
            assert set(re.findall(r"--[a-z]+[a-z-]*", line.partition("#")[0])) <= options


def test_the_virtual_environment_is_made_by_a_target_of_the_makefile(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    assert "READY := $(VENV)/.ready" in makefile
    assert "VENV := .venv" in makefile
