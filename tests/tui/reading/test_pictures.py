"""Pictures of the article view, as text: each row, then its runs of style. UPDATE_PICTURES=1 draws them anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.strip import Strip
from textual.theme import Theme

from tests.tui.reading.helpers import Stage, make_article, make_mark, mark_word
from tui.themes import label_variables

PICTURES = Path(__file__).parent / "pictures"
THEME = Theme(
    name="pictures",
    primary="#0000ff",
    background="#000000",
    foreground="#c0c0c0",
    variables={
        **{name: f"#{20 + 9 * number:02x}ff{number:02x}" for number, name in enumerate(label_variables())},
        **{f"{name}-tint": f"#{20 + 9 * number:02x}00{number:02x}" for number, name in enumerate(label_variables())},
        "muted": "#808080",
        "caret": "#ffff00",
        "caret-text": "#000000",
        "selection-tint": "#0000a0",
        "match-tint": "#a0a000",
    },
)
"""Colours of the test's own, so that tuning a theme changes no picture."""

TEXT = (
    "Port Amberly: On Sunday Lena Hartwig, the Harbour Minister, met Tomas Reyes of the Hong Kong-based South Coast "
    "Herald for two hours.\n\n"
    "“The ferries will sail again,” Hartwig said, “and soon.” Reyes’s paper doubted it.\n\n"
    "在港口，渡轮将再次启航。船长说，天气很好。 A family 👨‍👩‍👧 waved 🇩🇪 flags. Cafe\u0301s\topened early."
)


def marks() -> list[object]:
    first, second = TEXT.index("“The"), TEXT.index("“and")
    quote = make_mark(first, second + 11, "direct", kind="quote")
    return sorted(
        [
            mark_word(TEXT, "Port Amberly", "GPE", "kept"),
            mark_word(TEXT, "Sunday", "DATE"),
            mark_word(TEXT, "Lena Hartwig", "PERSON"),
            mark_word(TEXT, "Tomas Reyes", "PERSON", "kept"),
            mark_word(TEXT, "Hong Kong-based South Coast Herald", "ORG", "kept"),
            mark_word(TEXT, "Hong Kong", "GPE", "kept"),
            mark_word(TEXT, "Harbour Minister", "", "kept", "highlight"),
            mark_word(TEXT, "Hartwig said", "PERSON"),
            mark_word(TEXT, "港口", "LOC", "kept"),
            mark_word(TEXT, "👨‍👩‍👧 waved", "NORP", "kept"),
            quote,
        ],
        key=lambda mark: (mark.start, -mark.end),
    )


def picture(strips: list[Strip], base: object) -> str:
    """Rows as they are seen; under each, the cells of its runs of style, what has none of its own left out."""
    lines = []
    for number, strip in enumerate(strips):
        lines.append(f"{number:2}|{strip.text.rstrip()}")
        column = 0
        runs: list[tuple[int, int, str]] = []
        for segment in strip:
            end = column + segment.cell_length
            style = str(segment.style)
            if runs and runs[-1][1:] == (column, style):
                runs[-1] = (runs[-1][0], end, style)
            elif segment.style != base:
                runs.append((column, end, style))
            column = end
        lines.extend(f"    {start}-{end} {style}" for start, end, style in runs)
    return "\n".join(lines) + "\n"


async def draw(stage: Callable[[], Stage], width: int, keys: str, search: str = "") -> str:
    async with (app := stage()).run_test(size=(width, 24)) as pilot:
        app.register_theme(THEME)
        app.theme = "pictures"
        app.view.show(
            make_article(TEXT, "Ferries to sail again", byline="By A. Reporter", published="2024-03-01"), marks()
        )
        await pilot.pause()
        if search:
            app.view.find(search)
        await pilot.press(*keys.split())
        await pilot.pause()
        return picture([app.view.render_line(y) for y in range(24)], app.view._look.base)


@pytest.mark.parametrize(
    ("name", "width", "keys", "search"),
    [
        ("reading-76", 76, "tab", ""),
        ("reading-40", 40, "j j", ""),
        ("quote-76", 76, "tab tab tab", ""),
        ("selecting-40", 40, "v j l", ""),
        ("searching-76", 76, "n", "re"),
    ],
)
async def test_it_looks_as_it_did(stage: Callable[[], Stage], name: str, width: int, keys: str, search: str) -> None:
    drawn = await draw(stage, width, keys, search)
    kept = PICTURES / f"{name}.txt"
    if os.environ.get("UPDATE_PICTURES"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")
    assert drawn == kept.read_text(encoding="utf-8")


async def test_without_colours_it_reads_the_same(stage: Callable[[], Stage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plain = await draw(stage, 76, "tab")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = await draw(stage, 76, "tab")
    rows = [[line for line in drawn.splitlines() if line[2] == "|"] for drawn in (plain, coloured)]
    assert rows[0] == rows[1]
    assert "italic" in plain
    assert "underline" in plain
