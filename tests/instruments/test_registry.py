"""Every instrument in the registry is well made, and honest about its sources."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from outcomes.errors import InstrumentError
from outcomes.instruments import INSTRUMENTS, Instrument, get_instrument

each_instrument = pytest.mark.parametrize(
    "instrument", INSTRUMENTS.values(), ids=lambda instrument: instrument.name
)


@each_instrument
def test_each_is_found_by_its_name(instrument: Instrument) -> None:
    # docs/instruments.md lists them all, and is held to the registry.
    assert INSTRUMENTS[instrument.name] is instrument
    assert get_instrument(instrument.name) is instrument


def test_an_unknown_name_is_refused_with_a_hint() -> None:
    with pytest.raises(InstrumentError, match=r"'womac'.*womac-likert or womac-vas or womac-nrs"):
        get_instrument("womac")
    with pytest.raises(InstrumentError, match="Did you mean visa-a"):
        get_instrument("VISA_A")
    with pytest.raises(InstrumentError, match=rf"There are {', '.join(INSTRUMENTS)}\."):
        get_instrument("zzz")


@each_instrument
def test_items_and_scores_are_well_made(instrument: Instrument) -> None:
    assert len(set(instrument.codes)) == len(instrument.codes) > 0
    for item in instrument.items:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", item.code)
        assert item.low < item.high
        assert all(item.low <= value <= item.high for value in item.allowed_values)
        assert sorted(set(item.allowed_values)) == list(item.allowed_values)
    names = [endpoint.name for endpoint in instrument.endpoints]
    assert len(set(names)) == len(names) > 0
    for position, subscale in enumerate(instrument.subscales):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", subscale.endpoint.name)
        assert set(subscale.items) <= set(instrument.codes)
        assert len(set(subscale.items)) == len(subscale.items) > 0
        assert 0 <= subscale.missing.max_missing < len(subscale.items)
        for part, weight in subscale.components:
            assert part in names[:position]
            assert weight > 0
    assert set(instrument.codes) == {code for s in instrument.subscales for code in s.items}
    if instrument.single:
        assert len(instrument.items) == len(instrument.subscales) == 1
    assert instrument.total_of in {"", *names}


@each_instrument
def test_directions_domains_and_units_are_given(instrument: Instrument) -> None:
    for endpoint in instrument.endpoints:
        assert endpoint.higher in {"better", "worse"}
        assert endpoint.unit in {"points", "mm", "degrees"}
        assert endpoint.label


@each_instrument
def test_every_threshold_has_size_setting_source_and_standing(instrument: Instrument) -> None:
    for endpoint in instrument.endpoints:
        for threshold in endpoint.thresholds:
            assert threshold.value > 0
            assert threshold.unit in {endpoint.unit, "percent of baseline"}
            if threshold.unit == endpoint.unit:
                assert threshold.value < endpoint.high - endpoint.low
            assert threshold.context
            assert threshold.source
            assert threshold.evidence_level in {"primary", "secondary", "assumed"}


@each_instrument
def test_sources_and_licence_are_told(instrument: Instrument) -> None:
    assert instrument.sources
    assert all(source.strip() for source in instrument.sources)
    assert "wording" in instrument.licence
    for subscale in instrument.subscales:
        assert subscale.missing.source


@each_instrument
def test_rules_that_were_read_name_the_year_of_the_work(instrument: Instrument) -> None:
    for subscale in instrument.subscales:
        rule = subscale.missing
        if rule.evidence_level != "assumed" and not instrument.single:
            assert re.search(r"\b(19|20)\d\d\b", rule.source), rule.source


def test_no_wording_is_kept() -> None:
    """An item is a code and its answers: nothing in it could hold a question."""
    for instrument in INSTRUMENTS.values():
        for item in instrument.items:
            texts = {value for value in vars(item).values() if isinstance(value, str)}
            assert texts - {"low", "high"} == {item.code}


def test_importing_the_instruments_loads_nothing_heavy() -> None:
    program = (
        "import sys, outcomes.instruments; "
        "print(*sorted({'numpy', 'pandas', 'scipy', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""
