"""Counting what was marked."""

from __future__ import annotations

from msgspec.structs import replace

from store.library import Library
from store.models import HAND, ArticleState, Change
from store.stats import gather, stats
from tests.store.conftest import make
from tests.store.helpers import mark, quote

ARTICLE = make()


def at(words: str, time: str, label: str = "", **fields: object) -> object:
    return mark(ARTICLE, words, label, created=f"2026-11-{time}.000Z", **fields)


def test_marks_are_counted_by_what_they_are() -> None:
    found = stats(
        3,
        [
            at("Blinken", "20T09:00:00", "PERSON", tags=("us", "talks")),
            at("Qin Gang", "20T09:00:10", "PERSON", tags=("talks",)),
            at("Beijing", "21T09:00:00", "GPE", verdict="rejected", origin="p@1"),
            at("candid", "21T09:00:20"),
        ],
    )
    assert (found.articles, found.marked_articles, found.annotations) == (3, 1, 4)
    assert list(found.labels.items()) == [("PERSON", 2), ("GPE", 1)]
    assert list(found.tags.items()) == [("talks", 2), ("us", 1)]
    assert found.kinds == {"entity": 3, "highlight": 1}
    assert found.verdicts == {"added": 3, "rejected": 1}
    assert found.origins == {HAND: 3, "p@1": 1}
    assert list(found.days.items()) == [("2026-11-20", 2), ("2026-11-21", 2)]
    assert found.per_minute == 4  # two gaps, of 10 and of 20 seconds; the night is a pause


def test_precision_is_of_what_was_suggested_and_judged() -> None:
    judged = ["accepted", "accepted", "accepted", "rejected", "corrected"]
    marks = [mark(ARTICLE, "Blinken", "PERSON", origin="p@1", verdict=verdict) for verdict in judged]
    marks += [mark(ARTICLE, "Qin", "PERSON"), quote(ARTICLE)]
    (row,) = stats(1, marks).agreement
    assert (row.label, row.accepted, row.corrected, row.rejected, row.precision) == ("PERSON", 3, 1, 1, 0.6)


def test_nothing_and_strange_times_are_no_failure() -> None:
    empty = stats(0, [])
    assert (empty.annotations, empty.days, empty.agreement, empty.per_minute) == (0, {}, (), None)
    assert stats(1, [mark(ARTICLE, "Qin", created="yesterday"), mark(ARTICLE, "Qin", created="")]).per_minute is None


def test_reading_is_counted_in_articles_that_were_read() -> None:
    other = make("/other")
    marks = [at("Blinken", "20T09:00:00"), at("Qin", "20T09:00:30"), at("Beijing", "20T09:30:00")]
    marks += [replace(at("Qin", "20T09:00:10"), article=other.id), replace(at("Qin", "20T09:00:20"), article=other.id)]
    found = stats(3, marks, {ARTICLE.id: 100, "unmarked": 50})
    assert (found.read, found.read_words) == (2, 150)
    assert found.words_per_minute == 200  # 100 words in 30 seconds; what was not read, or in a pause, counts nothing
    assert stats(1, marks).words_per_minute is None


def test_a_library_is_counted(library: Library) -> None:
    article, gone = make("/read", text="One two three."), make("/gone", text="One.")
    library.add_articles([article, gone])
    states = (ArticleState(article=article.id, read=True), ArticleState(article=gone.id, read=True, removed=True))
    library.commit(Change(what="read", put=(mark(article, "two", "X"),), states=states))
    found = gather(library)
    assert (found.articles, found.read, found.read_words, found.marked_articles) == (2, 1, 3, 1)
    assert found.labels == {"X": 1}
