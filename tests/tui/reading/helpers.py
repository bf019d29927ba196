"""Articles, marks and a small app with the article view in it; keys are bound here, as the program's catalogue does."""

from __future__ import annotations

from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.message import Message

from store.models import Article, Entity, Quote
from store.text import text_hash
from tui import actions, themes
from tui.marks import Mark
from tui.reading.view import ArticleView


def make_article(text: str, title: str = "A title", **known: str) -> Article:
    return Article(id="a", source="seeds/a.txt", title=title, text=text, text_hash=text_hash(text), **known)


def make_mark(start: int, end: int, label: str = "PERSON", standing: str = "suggested", kind: str = "entity") -> Mark:
    entity = Entity(start=start, end=end, text="", label=label, name="") if kind == "entity" else None
    quote = (
        Quote(
            start=start, end=end, text="", parts=((start, end),), kind="direct", speaker=None, cue=None,
            confidence="high",
        )
        if kind == "quote"
        else None
    )  # fmt: skip
    return Mark(
        key=f"{kind}:{start}:{end}:{label}:{standing}",
        kind=kind,
        start=start,
        end=end,
        label=label,
        standing=standing,
        parts=((start, end),),
        name="",
        entity=entity,
        quote=quote,
    )


def mark_word(text: str, word: str, label: str = "PERSON", standing: str = "suggested", kind: str = "entity") -> Mark:
    start = text.index(word)
    return make_mark(start, start + len(word), label, standing, kind)


class Keyed(ArticleView, inherit_bindings=False):
    BINDINGS = actions.bindings("move")


class Stage(App[None]):
    """The article view alone, and every message it posted."""

    CSS = "Keyed { height: 1fr; } #other { display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.said: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.variable_defaults(True)

    def compose(self) -> ComposeResult:
        yield Keyed()

    def on_mount(self) -> None:
        for theme in themes.themes():
            self.register_theme(theme)
        self.theme = themes.DARK
        self.view.focus()

    @property
    def view(self) -> Keyed:
        return self.query_one(Keyed)

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.said if isinstance(message, kind)]

    def on_article_view_caret_moved(self, message: Message) -> None:
        self.said.append(message)

    on_article_view_selection_changed = on_article_view_caret_moved
    on_article_view_mark_clicked = on_article_view_caret_moved
    on_article_view_label_menu_requested = on_article_view_caret_moved
    on_article_view_nothing_further = on_article_view_caret_moved


def screen_rows(app: App[None]) -> list[str]:
    """What the screen shows, row by row, without blanks at the ends."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


NASTY = (
    "é e\u0301 ñ 中文 한국 กำ क्षि \u1100\u1161 👨‍👩‍👧 🇺🇸🇬🇧 👍🏽 1️⃣ ❤️ "
    "\u200b \u200d a\u200db \t \u00a0 \u3000 ﷺ \u0600 ’ “ ” — -"
)
"""Characters that take two cells or none, join, combine, or break."""

texts = st.text(
    st.one_of(
        st.sampled_from(sorted(set(NASTY)) + list("abcdefg ABC 123 .,-'’\n\n")),
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("aaaabc  "),
    ),
    max_size=300,
)
"""Any text, with a lean towards what is hard to lay out; line ends as in articles."""

_PIECES = (
    "Blinken the US of talks Qin Gang said in Hong Kong 22 $4.5 Angela . , ’s “ ” \n\n - I May president President "
    "don’t U.S. 中国 é"
)
prose = st.lists(
    st.sampled_from(_PIECES.split(" ")),
    max_size=60,
).map(lambda words: " ".join(words).replace(" ’s", "’s"))
"""Something like news."""
