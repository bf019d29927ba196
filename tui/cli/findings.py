"""What a pipeline finds across the library: kept analyses where there are some, the rest analysed now and kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.batch import analyse_all
from nlp.identity import expected_id
from store.library import Library
from store.models import Analysis, Article
from tui.cli.common import Reading
from tui.cli.output import say
from tui.cli.progress import counted


def analyses(
    library: Library, pipeline: str, reading: Reading, ids: Sequence[str]
) -> Iterator[tuple[Article, Analysis]]:
    """Each of these articles with its analysis by `pipeline`: first those that are kept; failures go to `reading`."""
    known = expected_id(pipeline)
    rest: list[str] = []
    for row in library.articles(ids):
        kept = library.recall_analysis(row.text_hash, known) if known else None
        if kept is None:
            rest.append(row.id)
        else:
            yield library.article(row.id), kept
    if not rest:
        return
    articles = (library.article(id) for id in rest)
    for article, found in counted(analyse_all(articles, pipeline, notify=say)):
        if isinstance(found, str):
            reading.fail(found)
        else:
            library.remember_analysis(found)
            yield article, found
