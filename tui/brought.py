"""What came from the net, in words for the screen. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from feeds import Skipped
from feeds.fetching import Fetched
from feeds.full_text import Filled
from feeds.keeping import AddedArticle, AddedFeed, Result
from tui.cli.output import many

Brought = Fetched | Filled | Result


def changed_in(results: Sequence[Brought]) -> int:
    """How many articles have another text now."""
    feeds = sum(len(result.changed) for result in results if isinstance(result, Fetched))
    return feeds + len(filled_in(results))


def filled_in(results: Sequence[Brought]) -> set[str]:
    """The ids of the articles that have their whole text now."""
    return {result.article for result in results if isinstance(result, Filled) and result.filled}


def to_open(results: Sequence[Brought]) -> str:
    """The id of the article that the person will want to look at; "" for none in particular."""
    if len(results) == 1 and isinstance(results[0], AddedArticle):
        return results[0].article.id
    return next((result.new[0] for result in results if isinstance(result, AddedFeed) and result.new), "")


def name_of(result: Brought) -> str:
    """What it is called that came, or did not."""
    if isinstance(result, AddedArticle):
        return result.article.title
    if isinstance(result, Filled):
        return result.title
    return result.source if isinstance(result, Skipped) else result.name


def complaint(result: Brought) -> str:
    """What went wrong, as a sentence; "" where nothing did."""
    if isinstance(result, Skipped):
        return result.sentence
    return result.error if isinstance(result, Fetched | Filled) else ""


def notices(results: Sequence[Brought]) -> list[str]:
    """What is worth a word about what was added; of feeds that were merely fetched, their state tells it."""
    return [result.notice for result in results if isinstance(result, AddedArticle | AddedFeed) and result.notice][:2]


def new_in(result: Brought) -> tuple[str, ...]:
    """The ids of the articles that it brought."""
    if isinstance(result, AddedArticle):
        return (result.article.id,)
    return result.new if isinstance(result, Fetched | AddedFeed) else ()


def said(results: Sequence[Brought], new: int, changed: int) -> str:
    """What it came to, for the bar."""
    passed = [result.passed_over for result in results if isinstance(result, Fetched) and result.passed_over]
    if len(passed) == len(results) == 1:
        return passed[0].rstrip(".")
    if len(results) == 1 and isinstance(results[0], Filled):
        return "this is the whole text" if results[0].filled else "the page gives no more"
    followed = sum(isinstance(result, AddedFeed) and result.arrival == "new" for result in results)
    parts = [f"{many(followed, 'feed')} followed"] * bool(followed)
    parts += [f"{many(new, 'new article')}" if new else "nothing new"]
    parts += [f"{changed} changed"] * bool(changed)
    parts += [f"{len(passed)} passed over: F says why"] * bool(passed)
    if followed and not new:
        return f"{parts[0]}: R fetches"
    return ", ".join(parts)
