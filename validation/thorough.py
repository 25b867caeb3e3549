"""Run every test, the long sets whole and with many new examples; `make test` runs a sample.

    python -m validation thorough [options and places of pytest]

Where the sample ends is said in the tests: ``tests/samples.py`` marks the rest of a set, and
``tests/conftest.py`` holds the two profiles of hypothesis. The examples drawn here are new each
time; one that fails is printed with the call that draws it again.
"""

from __future__ import annotations

import pytest


def main(arguments: list[str]) -> int:
    """Run pytest; return its exit code."""
    return int(pytest.main(["--thorough", *arguments]))
