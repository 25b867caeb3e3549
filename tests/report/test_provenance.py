"""Every word for whose numbers a study's are has its words wherever pages say so."""

from __future__ import annotations

from typing import get_args

import pytest

from outcomes.prose import write_banner, write_design
from outcomes.report import render_study_page
from outcomes.report.banner import make_banner
from outcomes.report.frame import PROVENANCE
from outcomes.study.plan import Provenance
from tests.tables.examples import frame, make_study


@pytest.mark.parametrize("provenance", get_args(Provenance))
def test_a_study_of_any_provenance_says_so(provenance: str) -> None:
    study = make_study(provenance=provenance, sources=[{"citation": "Doe J. A trial. 2020."}])
    html = render_study_page(study, [])
    assert PROVENANCE[provenance] in html
    assert write_design(study, frame()).text
    assert repr(study)
    banner = make_banner(provenance, write_banner(study))
    assert (banner is None) == (provenance == "collected")
    assert ("<aside" in html) == (banner is not None)
