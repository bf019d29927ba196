"""Tab-separated values: the rows of `csv`, with tabs between the cells."""

from __future__ import annotations

from store.formats.csv import Table


class Tabs(Table):
    """See the module."""

    name = "tsv"
    suffix = ".tsv"
    about = "a row an annotation, separated by tabs"
    delimiter = "\t"


FORMAT = Tabs()
