"""Analyses, one module a method: a study in, an estimates frame out."""
