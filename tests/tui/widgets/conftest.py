"""A small app to put a widget into, marks to put into the widget, and strings that some reader got wrong."""

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from store.models import HAND, Annotation, ArticleRow, Cue, Entity, Mention, Quote
from tui.marks import Mark
from tui.themes import DARK, themes, variable_defaults

HOSTILE = {
    "closing tag": "[/b] plan",
    "link": "[@click=app.quit]x[/]",
    "style": "[IMPORTANT] [red]not red[/red]",
    "escape": "\x1b[31mred\x1b[0m \x1b]52;c;aGk=\x07 \x9b2J",
    "long": "x" * 10_000,
    "lines": "one\n" * 400,
    "arabic": "مرحبا بالعالم هذا خبر عن التعاون",
    "emoji": "👩‍👩‍👧 families 🇩🇪 flags ❤️",
    "combining": "e" + "\u0301" * 60,
    "wide": "中文标题" * 40,
    "bidi": "abc\u202edef",
    "tag": "<antirez>",
}


class Host(App[None]):
    """Shows the widgets it is given and keeps what they post."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self._widgets = widgets
        self.messages: list[Message] = []
        for theme in themes():
            self.register_theme(theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(True)

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def on_mount(self) -> None:
        self.theme = DARK

    def posted(self, kind: type[Message]) -> list[Message]:
        # A message is seen again at each widget that it bubbles through.
        return list({id(message): message for message in self.messages if type(message) is kind}.values())

    def text(self) -> list[str]:
        """What is on the screen, line by line."""
        return [strip.text for strip in self.screen._compositor.render_strips()]

    def run(self, size: tuple[int, int] = (80, 24)):
        return self.run_test(size=size, message_hook=self.messages.append)


async def until(pilot: Pilot, condition: Callable[[], object]) -> None:
    """Wait for a condition, a bounded number of turns of the event loop."""
    for _ in range(200):
        if condition():
            return
        await pilot.pause()
    raise AssertionError("it never came")


@pytest.fixture
def hostile() -> list[str]:
    return list(HOSTILE.values())


@pytest.fixture
def make():
    """Makers of records."""

    class Make:
        @staticmethod
        def row(id: str, title: str, **more) -> ArticleRow:
            given = {"source": f"{id}.txt", "byline": "", "published": "", "fetched": "", "words": 1, "text_hash": "h"}
            return ArticleRow(id=id, title=title, **(given | more))

        @staticmethod
        def annotation(start: int, exact: str, label: str = "PERSON", id: str = "", **more) -> Annotation:
            given = {"kind": "entity", "name": exact, "end": start + len(exact), "origin": HAND}
            return Annotation(
                id=id or f"k{start}",
                article="a",
                text_hash="h",
                start=start,
                exact=exact,
                label=label,
                **(given | more),
            )

        @staticmethod
        def entity(start: int, text: str, label: str = "PERSON", name: str = "") -> Mark:
            end = start + len(text)
            found = Entity(start=start, end=end, text=text, label=label, name=name or text)
            return Mark(
                key=f"e:{start}", kind="entity", start=start, end=end, label=label, standing="suggested",
                parts=((start, end),), name=found.name, entity=found,
            )  # fmt: skip

        @staticmethod
        def kept(start: int, exact: str, label: str = "PERSON", **more) -> Mark:
            made = Make.annotation(start, exact, label, **more)
            return Mark(
                key=f"a:{made.id}", kind=made.kind, start=start, end=made.end, label=label, standing="kept",
                parts=((start, made.end),), name=made.name, annotation=made,
            )  # fmt: skip

        @staticmethod
        def quote(start: int, text: str, speaker: str = "", confidence: str = "high", cue: str = "said") -> Mark:
            end = start + len(text)
            found = Quote(
                start=start, end=end, text=text, parts=((start, end),), kind="direct", confidence=confidence,
                speaker=Mention(start=0, end=1, text=speaker, name=speaker) if speaker else None,
                cue=Cue(start=0, end=1, text=cue) if cue else None,
            )  # fmt: skip
            return Mark(
                key=f"q:{start}", kind="quote", start=start, end=end, label="direct", standing="suggested",
                parts=found.parts, name=speaker, quote=found,
            )  # fmt: skip

    return Make


def is_safe(text: str) -> bool:
    """Whether a terminal would take nothing in `text` for a command."""
    return all(ch >= " " and not "\x7f" <= ch <= "\x9f" and ch not in "\u202e\u2066" for ch in text)


@pytest.fixture
def tools():
    """`Host`, `until` and `is_safe`, for tests that stand in files of their own."""

    class Tools:
        host = Host

    Tools.until = staticmethod(until)
    Tools.is_safe = staticmethod(is_safe)
    return Tools
