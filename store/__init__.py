"""What is kept: articles, and what a person made of them. For programs and notebooks:

    from store import open_library

    with open_library(read_only=True) as library:
        articles = library.articles()          # list[ArticleRow]: id, title, source, published, words ...
        text = library.article(articles[0].id).text
        marks = library.annotations()          # list[Annotation]; `text[mark.start : mark.end] == mark.exact`

`store.library.Library` documents every call, `store.models` every record. Neither spaCy nor the screen is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.library import Library, open_library
    from store.models import Annotation, Article, ArticleRow, ArticleState

__all__ = ["Annotation", "Article", "ArticleRow", "ArticleState", "Library", "open_library"]


def __getattr__(name: str) -> Any:
    """What `__all__` names, loaded when it is asked for: who needs one record waits for no database."""
    if name not in __all__:
        raise AttributeError(f"module 'store' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("store.library" if name in ("Library", "open_library") else "store.models"), name)
