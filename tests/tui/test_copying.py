"""Copying with the source: what is copied, what is said, and what the terminal is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from store.models import Article
from tui.citation import cited

ARTICLE = Article(
    id="a",
    source="https://example.org/bridge",
    title="The bridge",
    text="Maria Lopez said it.",
    text_hash="h",
    url="https://example.org/bridge",
    byline="Al Smith",
    published="2026-05-01T10:00:00Z",
)


def test_words_come_with_all_that_is_known_of_their_source() -> None:
    where = "Al Smith, 2026-05-01, https://example.org/bridge"
    assert cited(ARTICLE, (0, 11)) == f"Maria Lopez\n— The bridge, {where}\n"
    assert cited(ARTICLE, (17, 20), "Maria Lopez") == f"it.\n— Maria Lopez, in “The bridge”, {where}\n"
    bare = Article(id="a", source="/home/al/secret.txt", title="T", text="words", text_hash="h")
    assert cited(bare, (0, 5)) == "words\n— T\n"


async def test_a_key_copies_the_selection_a_mark_or_the_sentence(reader: Callable[..., object], articles: Path) -> None:
    async with reader(articles) as r:
        await r.open()
        r.go("checked")
        await r.press("y")
        assert r.app.clipboard == "Lopez checked every bolt of the 24 old ones there.\n— The bridge\n"
        assert "copied 50 characters" in str(r.reading.label_bar.line())
        await r.press("v", "l", "y")
        assert r.app.clipboard.startswith("checked every\n— ")
        await r.press("v")
        r.go("Maria")
        await r.press("y")
        assert r.app.clipboard.startswith("Maria Lopez\n— ")
        r.go("bridge is")
        await r.press("y")
        assert r.app.clipboard == "“The bridge is safe,”\n— Maria Lopez, in “The bridge”\n"


async def test_what_no_terminal_would_take_is_not_copied_and_said(
    reader: Callable[..., object], tmp_path: Path
) -> None:
    (tmp_path / "long.txt").write_text("A title\n\n" + "many words " * 9_000, encoding="utf-8")
    async with reader(tmp_path / "long.txt") as r:
        await r.until(lambda: r.reading.sheet is not None, "the article")
        view = r.reading.article
        view.change(lambda: view.reader.select((0, 90_000)))
        await r.press("y")
        assert r.app.clipboard == ""
        assert "too long" in str(r.reading.label_bar.line())
