"""What the reader looks like in its main states: kept as text, and drawn anew by UPDATE_PICTURES=1.

Whoever draws them anew looks at each as a person would: are words cut, numbers out of line, the next step hidden?
"""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from nlp.client import Findings
from store import formats
from store.library import open_library
from store.marking import annotate
from store.models import Analysis, Annotation, Article, ArticleState, Change
from store.text import article_id, clean, text_hash
from tests.tui.conftest import PIPELINE, Driver, Finder
from tests.tui.pictures.drawing import THEME, looks, rows
from tui.app import make_app
from tui.config import Config
from tui.handlers import exporting
from tui.startup import prepare_aside

KEPT = Path(__file__).parent / "kept"
FOUND = Path(__file__).parent / "findings.json"
SIZES = ((160, 50), (120, 40), (80, 24))
DIALOGS = ("picker", "speaker", "helped", "exported", "statistics")
"""The states that are no larger in a larger terminal."""
TOLD = ("choosing", "reading", "labelled", "quotes", "mine", "searching", "picker", "exported")
"""The states in which colours tell something."""
PLAINER = {"16-colours": {"TERM": "xterm"}, "no-colour": {"NO_COLOR": "1"}}
"""Terminals of 80 x 24 that show less."""

OTHERS = (
    ("Councillors throw out the bypass after a night of argument", "Ann Reed", "2024-03-04", 412),
    ("在港口，渡轮将再次启航：船长说，天气很好", "王芳", "2024-03-03", 96),
    ("مرحبا بالعالم هذا خبر عن التعاون", "", "2024-03-02", 80),
    ("Families 👨‍👩‍👧 wave 🇩🇪 flags as the ferry leaves", "Tomas Reyes of the South Coast Herald", "2024-02-28", 1240),
    ("A headline so long that it fits no line of any list that anybody ever opened in a terminal, or nearly so", "",
     "2023-11-11", 12),
)  # fmt: skip


class Finds(Finder):
    """What the pipeline found in the first sample once, and nothing elsewhere."""

    def answer(self, article: Article, request: int) -> None:
        found = json.loads(FOUND.read_text(encoding="utf-8")) if article.title.startswith("Blinken") else {}
        about = {"article": article.id, "text_hash": article.text_hash, "pipeline": PIPELINE}
        self._deliver(Findings(request=request, analysis=msgspec.convert(found | about, Analysis), done=True))


def article(title: str, byline: str, published: str, text: str, source: str) -> Article:
    return Article(
        id=article_id(source), source=source, title=title, byline=byline, published=published,
        fetched="2024-03-05T08:00:00.000Z", text=text, text_hash=text_hash(text),
    )  # fmt: skip


def fill(folder: Path, seeds: Path) -> None:
    """A library with the first sample and others, some of it read, starred, tagged and marked."""
    text = clean((seeds / "blinken-beijing.txt").read_text(encoding="utf-8"))
    first = article("Blinken in Beijing", "", "2024-03-05", text, "seeds/blinken-beijing.txt")
    made = [article(t, by, day, "word " * words, f"news/{n}.html") for n, (t, by, day, words) in enumerate(OTHERS)]
    with open_library(folder) as library:
        library.add_articles([first, *made])
        read = ArticleState(article=made[0].id, read=True, starred=True, tags=("roads", "council"))
        noted = ArticleState(article=first.id, tags=("diplomacy",), note="What did the two agree on in the end?")
        library.commit(Change(what="read", states=(read, noted), put=tuple(marks(first, made[0]))))


def marks(first: Article, other: Article) -> list[Annotation]:
    """Marks on two articles, made on five days."""
    made = []
    for number, (words, label, more) in enumerate((
        ("Narendra Modi", "PERSON", {"verdict": "accepted", "origin": PIPELINE}),
        ("the Ukraine war", "EVENT", {"verdict": "corrected", "origin": PIPELINE, "tags": ("war",)}),
        ("bilateral tensions", "", {"note": "Since the balloon was shot down, and before.", "unsure": True}),
        ("Quad", "ORG", {"verdict": "rejected", "origin": PIPELINE}),
    )):  # fmt: skip
        start = first.text.index(words)
        made.append((number, annotate(first, start, start + len(words), label=label), more))
    made += [(9, annotate(other, 0, 4, label="FAC"), {}), (9, annotate(other, 5, 9, label="FAC"), {"tags": ("war",)})]
    return [
        msgspec.structs.replace(mark, id=f"m{place}", created=day(number), modified=day(number), **more)
        for place, (number, mark, more) in enumerate(made)
    ]


def day(number: int) -> str:
    return f"2024-03-{1 + number:02}T09:0{number}:00.000Z"


@asynccontextmanager
async def opened(folder: Path, size: tuple[int, int]) -> AsyncIterator[Driver]:
    app = make_app(prepare_aside([], folder), Config(), Finds)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        if app.console.color_system == "truecolor":
            app.register_theme(THEME)
            app.theme = THEME.name
        driver = Driver(app, pilot)
        await driver.until(lambda: app.reading.desk is not None)
        await driver.rest()
        yield driver
        await driver.rest()
        await app.reading.leave()


State = Callable[[Driver], object]
STATES: dict[str, State | None] = {}


def state(make: State) -> State:
    """A state that is kept as a picture, called as its function is."""
    STATES[make.__name__] = make
    return make


async def reads(r: Driver) -> None:
    await r.open(0)
    await r.until(lambda: r.reading.sheet.marks)


@state
async def empty(r: Driver) -> None:
    await r.until(lambda: r.reading.has_class("-empty"))


@state
async def choosing(r: Driver) -> None:
    await r.until(lambda: r.reading.choosing and r.reading.articles.list.items)
    await r.press("j", "space")


@state
async def reading(r: Driver) -> None:
    await reads(r)
    await r.press("tab")


@state
async def labelled(r: Driver) -> None:
    await reads(r)
    r.go("Washington")
    await r.press("3")
    await r.until(lambda: "*" in r.reading.label_bar._hint[0])


@state
async def quotes(r: Driver) -> None:
    await reads(r)
    await r.press("f6", "l", "j")


@state
async def mine(r: Driver) -> None:
    await reads(r)
    await r.press("f6", "l", "l", "j", "j")


@state
async def searching(r: Driver) -> None:
    await reads(r)
    await r.press("slash", *"blinken")


@state
async def picker(r: Driver) -> None:
    await reads(r)
    r.go("Washington")
    await r.press("t", "o")


@state
async def speaker(r: Driver) -> None:
    await reads(r)
    r.go("transformational moment")
    await r.press("s")


@state
async def helped(r: Driver) -> None:
    await reads(r)
    await r.press("question_mark")


@state
async def exported(r: Driver) -> None:
    await reads(r)
    await r.press("e")


@state
async def statistics(r: Driver) -> None:
    await reads(r)
    await r.press("I")
    await r.until(lambda: r.app.screen is not r.reading)


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same terminal and folder everywhere."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setattr(formats, "names", lambda: ["brat", "conll", "csv", "html", "jsonl"])  # of these, whoever comes
    monkeypatch.setattr(exporting, "_here", lambda: Path("/home/ann/news"))


async def drawn(state: str, size: tuple[int, int], folder: Path, seeds: Path, *, styles: bool) -> str:
    """The picture of a state."""
    if state != "empty":
        fill(folder, seeds)
    async with opened(folder, size) as driver:
        await STATES[state](driver)
        await driver.rest()
        lines = [f"|{row}" for row in rows(driver.app)]
        return "\n".join([*lines, *(["", *looks(driver.app)] if styles else [])]) + "\n"


def compare(picture: str, name: str) -> None:
    kept = KEPT / f"{name}.txt"
    if os.environ.get("UPDATE_PICTURES"):
        KEPT.mkdir(exist_ok=True)
        kept.write_text(picture, encoding="utf-8")
    assert picture == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("state", "size"),
    [(name, size) for name in STATES for size in SIZES if size != SIZES[0] or name not in DIALOGS],
    ids=str,
)
async def test_it_looks_as_it_did(state: str, size: tuple[int, int], tmp_path: Path, seeds: Path) -> None:
    compare(
        await drawn(state, size, tmp_path / "library", seeds, styles=size == SIZES[-1]), f"{state}-{size[0]}x{size[1]}"
    )


@pytest.mark.parametrize("terminal", PLAINER)
@pytest.mark.parametrize("state", TOLD)
async def test_a_plainer_terminal_shows_the_same(
    state: str, terminal: str, tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM")
    for name, value in PLAINER[terminal].items():
        monkeypatch.setenv(name, value)
    picture = await drawn(state, SIZES[-1], tmp_path / "library", seeds, styles=True)
    compare(picture, f"{state}-{terminal}")
