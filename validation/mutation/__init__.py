"""Plant bugs in the package one at a time, and see which of them the tests notice."""
