"""The documentation site: `docs/` and a reference of everything public, made by Sphinx."""
