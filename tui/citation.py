"""Words of an article together with where they are from, to be pasted elsewhere. Pure."""

from __future__ import annotations

from store.models import Article
from tui.reading.tokens import Span


def cited(article: Article, span: Span, speaker: str = "") -> str:
    """The words of `span`, and in a line below them who said it (where that is given), title, author, day, address."""
    title = f"in “{article.title}”" if speaker else article.title
    source = (speaker, title, article.byline, article.published[:10], article.url)
    return f"{article.text[slice(*span)]}\n— {', '.join(part for part in source if part)}\n"
