from __future__ import annotations

import pytest

from outcomes.study.source import read_source


def test_values_are_plain_and_each_has_its_line() -> None:
    source = read_source(b"a: 1\nb:\n  - x\n  - {c: no, d: 2020-01-01}\n")
    assert source.values == {"a": 1, "b": ["x", {"c": "no", "d": "2020-01-01"}]}
    assert source.faults == ()
    assert source.line(("a",)) == 1
    assert source.line(("b", 0)) == 3
    assert source.line(("b", 1, "d")) == 4


def test_a_value_that_is_not_there_has_the_line_of_what_would_hold_it() -> None:
    source = read_source(b"a: 1\nb:\n  c: 2\n")
    assert source.line(("b", "x", 3)) == 2
    assert source.line(("x",)) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    assert read_source("\ufeffa: ü\n".encode()).values == {"a": "ü"}


def test_every_key_given_twice_is_reported() -> None:
    source = read_source(b"a: 1\na: 2\nc:\n  d: 1\n  d: 2\n")
    assert [(fault.row, fault.column) for fault in source.faults] == [(2, "a"), (5, "c.d")]
    assert source.values == {"a": 1, "c": {"d": 1}}


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        (b"", 1, "empty"),
        (b"# nothing\n", 1, "empty"),
        (b"- a\n- b\n", 1, "key: value"),
        (b"a: 1\n\tb: 2\n", 2, "not YAML"),
        (b"a: [1\nb: 2\n", 2, "not YAML"),
        (b"a: 1\nb: \xff\n", 2, "not in UTF-8"),
        (b"a: \x00\n", 1, "cannot be read"),
        (b"a: &x [1]\nb: *x\n", 1, "aliases"),
        (b"a: &x [*x]\n", 1, "aliases"),
        (b"a: 1\n? [b]\n: 2\n", 2, "not a plain word"),
        (b"a: !!python/name:os.system\n", 1, "tags"),
        (b"a: 1\nb: !!int x\n", 2, "cannot be read"),
        (b'a: 1\nb: !!int ""\n', 2, "cannot be read"),
        (b"a: 1\nb: " + b"9" * 5000, 2, "cannot be read"),
        (b"[" * 3000, 1, "nested too deeply"),
        (b"a: 1\n---\nb: 2\n", 2, "not YAML"),
    ],
)
def test_what_cannot_be_read_is_a_located_fault(content: bytes, row: int, says: str) -> None:
    (fault,) = read_source(content).faults
    assert (fault.file, fault.row) == ("study.yaml", row)
    assert says in fault.message
    assert fault.fix
