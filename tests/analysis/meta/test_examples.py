"""The examples in the docstrings run, and the public names are those listed."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from outcomes.analysis import meta
from outcomes.analysis.meta import effects

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(meta.__path__, f"{meta.__name__}.")
)


@pytest.mark.parametrize("name", MODULES)
def test_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("package", [meta, effects])
def test_public_names_exist_and_say_what_they_are(package):
    assert package.__all__ == sorted(
        package.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
    for name in package.__all__:
        assert getattr(package, name).__doc__ or name.isupper()
