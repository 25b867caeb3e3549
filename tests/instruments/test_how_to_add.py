"""The examples of the how-to page are right as they stand, and faulty definitions are named."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outcomes.errors import InstrumentError
from outcomes.instruments import INSTRUMENTS, get_instrument, registry, shipped


@pytest.fixture
def examples(root: Path) -> dict[str, str]:
    page = (root / "docs" / "how-to-add" / "instrument.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- example: (\w+\.py) -->\n```python\n(.*?)```", page, re.DOTALL))


def test_the_instrument_and_its_test_are_right_at_the_first_try(
    examples: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    module: dict[str, Any] = {}
    exec(examples["hsq.py"], module)
    monkeypatch.setitem(INSTRUMENTS, "hsq", module["HSQ"])
    test: dict[str, Any] = {}
    exec(examples["test_hsq.py"], test)
    test["test_forms_scored_by_hand"]()


def test_a_rule_for_empty_items_is_a_rule() -> None:
    score = get_instrument("koos").subscales[0]
    with pytest.raises(InstrumentError, match=r"score pain: `missing` is 1.*MissingRule"):
        replace(score, missing=1)


@pytest.mark.parametrize(
    ("program", "cause"),
    [
        ("import no_such_thing", r"line 1: ModuleNotFoundError: No module named 'no_such_thing'\."),
        ("x = 1\ny = int('a')", r"line 2: ValueError: invalid literal"),
        ("x = (", r"SyntaxError: .*line 1"),
    ],
)
def test_a_faulty_module_is_named_in_one_line(
    program: str, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zz_faulty.py").write_text(program, encoding="utf-8")
    monkeypatch.setattr(shipped, "__path__", [str(tmp_path)])
    with pytest.raises(InstrumentError, match=cause) as caught:
        registry.read_shipped()
    assert str(caught.value).startswith("src/outcomes/instruments/shipped/zz_faulty.py")
    assert "\n" not in str(caught.value)
