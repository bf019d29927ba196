"""Formats that need spaCy. This package itself imports none: another process does."""
