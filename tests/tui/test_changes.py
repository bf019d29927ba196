"""What two revisions of a text differ in: nothing is left out of either."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.test_reading import Reader
from tui.changes import Passage, differences

words = st.lists(
    st.sampled_from(["one", "two", "three", "four", "Five", "six.", "seven"]), min_size=1, max_size=12
).map(" ".join)
texts = st.lists(words, min_size=1, max_size=6).map("\n\n".join)


def test_an_edited_word_an_added_and_a_removed_paragraph() -> None:
    old = "The bridge is safe.\n\nNobody came to the meeting.\n\nIt rained."
    new = "The bridge is not safe.\n\nIt rained.\n\nThe mayor has resigned."
    assert differences(old, new) == [
        Passage(pieces=(("The bridge is ", "same"), ("not ", "new"), ("safe.", "same"))),
        Passage(pieces=(("Nobody came to the meeting.", "gone"),)),
        Passage(unchanged=1),
        Passage(pieces=(("The mayor has resigned.", "new"),)),
    ]


@given(texts)
def test_the_same_text_has_no_differences(text: str) -> None:
    assert differences(text, text) == []


@given(texts, texts)
def test_both_texts_can_be_read_from_the_differences(old: str, new: str) -> None:
    passages = differences(old, new)
    for text, kinds in ((old, ("same", "gone")), (new, ("same", "new"))):
        shown = ["".join(piece for piece, kind in p.pieces if kind in kinds) for p in passages if p.pieces]
        paragraphs = text.split("\n\n")
        if passages:
            assert len([s for s in shown if s]) + sum(p.unchanged for p in passages) == len(paragraphs)
            assert set(filter(None, shown)) <= set(paragraphs)


async def test_a_changed_article_says_so_shows_how_and_keeps_the_marks(reader: Reader, articles: Path) -> None:
    file = articles / "a.txt"
    async with reader(articles) as r:
        await r.open()
        r.go("bolt")
        await r.press("2")
        r.go("Ann Reed agreed")
        await r.press("1")
    file.write_text(file.read_text(encoding="utf-8").replace("Ann Reed agreed", "Nobody agreed"), encoding="utf-8")
    async with reader(articles) as r:
        await r.open()
        assert "changed" in r.reading.label_bar._hint[0]
        assert {a.exact: a.anchor for a in r.reading.sheet.annotations} == {"bolt": "placed", "Ann Reed": "orphaned"}
        await r.press("D")
        await r.until(lambda: type(r.app.screen).__name__ == "Changes")
        await r.press("escape")
        r.reading.findings.open_tab("mine")
        assert any("Ann Reed" in str(item) for item in r.reading.findings.list.items)
