"""Text that some reader sent to the terminal, and a library that holds it everywhere, past the cleaning at ingest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace
from tinydb import TinyDB

from nlp.identity import expected_id
from store.feeds import FeedState
from store.library import Library, open_library
from store.marking import annotate
from store.models import (
    Analysis,
    Annotation,
    Article,
    ArticleState,
    Change,
    Cue,
    Entity,
    Known,
    Mention,
    Quote,
    SavedSearch,
    Subscription,
)
from store.text import text_hash
from tests.tui.conftest import PIPELINE

SEQUENCES: tuple[str, ...] = (
    "\x1b[31m",
    "\x1b[7777;7777H",
    "\x1b[2J",
    "\x1b[?1047l",
    "\x1b[?7777h",
    "&#27;[2J",
    "&amp;#27;[2J",
    "\x9b31m",
    "\x9d0;title\x9c",
    "\x1b]52;c;cHduZWQ=\x07",
    "\x1b]8;;https://example.org/\x1b\\link\x1b]8;;\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1b_Gi=1;AAAA\x1b\\",
    "\x1b^pm\x1b\\",
    "\x1bXsos\x1b\\",
    "\x1bc",
    "\x07",
    "\x08\x08",
    "\x0e",
    "\x7f",
    "\x84",
    "\x85",
    "\x00",
    "\x1b\x1b[[31m31m",
    "a\u202eb",
    "a\u2066c",
    "a\u200fd\ufeffe\u061c",
    "\x1b]0;unterminated",
)
"""HOSTILE.md, section 1, with a few more of each kind. Arguments that nothing else has, where a leak could hide."""

WORDS: tuple[str, ...] = (
    "x" * 10_000,
    "a\n" * 400,
    "👩‍👩‍👧🇩🇪❤️👍🏽",
    "مرحبا بالعالم",
    "e" + "\u0301" * 60,
    "<antirez>[/b] plan [red]x[@click=app.quit]x[/]",
)
"""What is no sequence and may break the screen all the same."""

BUNDLES: tuple[str, ...] = tuple("".join(SEQUENCES[first : first + 7]) for first in range(0, len(SEQUENCES), 7))
"""Several sequences at once: each that gets through can be told."""

PAYLOADS: tuple[str, ...] = (*BUNDLES, *WORDS)
"""What the fields of one article hold, each."""

TAME: tuple[str, ...] = tuple(f"plain {number}" for number in range(len(PAYLOADS)))
"""As many that hold nothing: a run with these shows what the program sends by itself."""

FIELDS = ("Zt", "Zb", "Zs", "Zx", "Zg", "Zn", "Zl", "Zm", "Zw", "Zp", "Zf", "Ze", "Zq")
"""What begins each kind of string, so that it can be told in what was sent: title, byline, source, text, tag, note,
label, name, annotator, speaker, feed, a feed's error, a search."""


def article_of(number: int, payload: str) -> Article:
    """An article of which every field holds the payload."""
    text = (
        f"Zx{number} begins here {payload} and goes on.\n\n"
        f"“Words {payload} that Zm{number}{payload} spoke,” said Zp{number}{payload} on Monday.\n\n"
        f"Zm{number}{payload} came again, with others: Zh {payload} and Zo{number}{payload} too."
    )
    return Article(
        id=f"{number:012x}",
        source=f"Zs{number}{payload}",
        url=f"http://127.0.0.1:9/Zu{number}{payload}",
        title=f"Zt{number}{payload}",
        byline=f"Zb{number}{payload}",
        published=f"2024-03-{number % 28 + 1:02}",
        fetched="2024-03-01T10:00:00.000Z",
        text=text,
        text_hash=text_hash(text),
        feed=f"feed{number}",
    )


def analysis_of(article: Article, number: int, payload: str) -> Analysis:
    """A person who is named twice, and what somebody says."""
    text, person, speaker = article.text, f"Zm{number}{payload}", f"Zp{number}{payload}"
    starts = [text.index(person), text.rindex(person)]
    begin, end = text.index("“"), text.index("”") + 1
    said = text.index("said", end)
    at = text.index(speaker, said)
    quote = Quote(
        start=begin,
        end=end,
        text=text[begin:end],
        parts=((begin, end),),
        kind="direct",
        speaker=Mention(start=at, end=at + len(speaker), text=speaker, name=speaker),
        cue=Cue(start=said, end=said + 4, text=f"said{payload}"),
        confidence="high",
    )
    found = [Entity(start=start, end=start + len(person), text=person, label="PERSON", name=person) for start in starts]
    odd = text.index(f"Zo{number}")
    found.append(Entity(start=odd, end=odd + 3, text=f"Zo{number}", label=f"Zl{number}{payload}", name=""))
    return Analysis(
        article=article.id, text_hash=article.text_hash, pipeline=PIPELINE, entities=tuple(found), quotes=(quote,)
    )


def marks_of(article: Article, number: int, payload: str) -> list[Annotation]:
    """A labelled name, a highlight with a note, and one that lost its place."""
    start = article.text.index("Zh ")
    made = {"annotator": f"Zw{number}{payload}", "tags": (f"Zg{number}{payload}",), "note": f"Zn{number}{payload}"}
    label = replace(
        annotate(article, start, start + 2),
        id=f"a{number}", kind="entity", label=f"Zl{number}{payload}", name=f"Zm{number}{payload}", **made,
    )  # fmt: skip
    begin = article.text.index("begins")
    note = replace(annotate(article, begin, begin + 6), id=f"b{number}", **made)
    lost = replace(note, id=f"c{number}", exact=f"Zo{payload}", anchor="orphaned")
    return [label, note, lost]


def broken(number: int, payload: str) -> str:
    """A line of an exported file that no library takes."""
    line = {"type": "article", "id": f"Zi{number}{payload}", "source": payload, "title": payload, "text": payload}
    return json.dumps(line | {"text_hash": payload})


def fill(folder: Path, payloads: Sequence[str]) -> None:
    """Make a library with an article, a feed, a search and a name for each payload."""
    articles = [article_of(number, payload) for number, payload in enumerate(payloads)]
    with open_library(folder) as library:
        before = f"Zx begins there {payloads[0]} and went on."
        library.add_articles([replace(articles[0], text=before, text_hash=text_hash(before))])
        library.add_articles(articles)
        for number, (article, payload) in enumerate(zip(articles, payloads, strict=True)):
            _mark(library, article, number, payload)
        library.keep_feed_states([_state(number, payload) for number, payload in enumerate(payloads)])
    with TinyDB(folder / "annotations.json") as db:
        # A record that is no clean line is refused: a file that was edited by hand may hold it all the same.
        for number, payload in enumerate(payloads):
            db.table("feeds").insert(
                _plain(Subscription(id=f"feed{number}", url=f"http://127.0.0.1:9/{number}{payload}"))
            )
            db.table("searches").insert(
                _plain(SavedSearch(id=f"s{number}", name=f"Zq{number}{payload}", query="begins", tags=(f"g{payload}",)))
            )
            db.table("names").insert(
                _plain(Known(id=f"n{number}", text=f"Zm{number}{payload}", label=f"Zl{number}{payload}"))
            )


def _mark(library: Library, article: Article, number: int, payload: str) -> None:
    analysis = analysis_of(article, number, payload)
    for pipeline in (PIPELINE, expected_id("")):
        library.remember_analysis(replace(analysis, pipeline=pipeline))
    state = ArticleState(article=article.id, tags=(f"Zg{number}{payload}",), note=f"Zn{number}{payload}", starred=True)
    marks = marks_of(article, number, payload)
    library.commit(Change(what=f"label Zx{payload}", put=tuple(marks), states=(state,)), who=f"Zw{number}{payload}")


def _state(number: int, payload: str) -> FeedState:
    return FeedState(
        id=f"feed{number}",
        title=f"Zf{number}{payload}",
        link=f"http://127.0.0.1:9/{payload}",
        checked="2024-03-01T10:00:00Z",
        succeeded=f"2024{payload}",
        error=f"It answered: Ze{number}{payload}",
        failures=3,
    )


def _plain(record: object) -> dict[str, object]:
    return dict(msgspec.to_builtins(record))
