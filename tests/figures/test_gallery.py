"""Each script of the gallery draws its picture, and every figure has one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from outcomes import figures
from tests.gallery import GALLERY, draw, list_scripts, make_page

OF_SEVERAL = {"plot_funnels": "plot_funnel", "plot_added": "plot_meta_forest"}
"""What draws several figures at once, and the one that the gallery shows."""

PUBLISHED = ("gather_evidence_for", "gather_motion_gains")
"""What gathers numbers that are all published, so that nothing drawn is simulated."""

SCRIPTS = list_scripts()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_draws_the_picture_beside_it(script: Path, tmp_path: Path) -> None:
    drawn = draw(script, tmp_path).read_bytes()
    assert drawn == (GALLERY / f"{script.stem}.svg").read_bytes(), "run `python -m tests.gallery`"
    text = script.read_text(encoding="utf-8")
    published = any(source in text for source in PUBLISHED)
    assert (b"Simulated data" in drawn) is not published


def test_every_figure_has_a_script() -> None:
    called = {
        name
        for script in SCRIPTS
        for name in re.findall(r"figures\.(plot_\w+)", script.read_text(encoding="utf-8"))
    }
    drawn = {name for name in figures.__all__ if name.startswith("plot_")}
    assert called == drawn - set(OF_SEVERAL)
    assert set(OF_SEVERAL.values()) <= called


def test_the_page_is_current() -> None:
    assert (GALLERY / "README.md").read_text(encoding="utf-8") == make_page()
