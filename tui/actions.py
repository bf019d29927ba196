"""The catalogue of actions: what a person can do, with which keys, in which words.

Bindings, key hints, the help screen, the command palette and the keymap of the configuration all read it. Pure data and
functions over it: no widget is known here, and nothing is done here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from msgspec import Struct
from textual.binding import Binding
from textual.keys import format_key

Group = Literal["everywhere", "lists", "articles", "findings", "move", "mark", "judge", "quotes"]
"""Where an action belongs: `lists` is how every list moves, `articles` the list of articles, `findings` the pane beside
the article, `move` the caret of the article; `mark`, `judge` and `quotes` act on what is at the caret."""

GROUPS: tuple[Group, ...] = get_args(Group)

Context = Literal["articles", "article", "findings"]
"""Which pane has the focus."""

CONTEXTS: dict[Context, tuple[Group, ...]] = {
    "articles": ("everywhere", "lists", "articles"),
    "article": ("everywhere", "move", "mark", "judge", "quotes"),
    "findings": ("everywhere", "lists", "findings", "mark", "judge", "quotes"),
}
"""The groups whose keys work together; no key may stand twice among them."""

TITLES: dict[Group, str] = {
    "everywhere": "Everywhere",
    "lists": "In a list",
    "articles": "The list of articles",
    "findings": "The findings",
    "move": "The article: move",
    "mark": "The article: mark",
    "judge": "The article: judge",
    "quotes": "The article: quotations",
}


class Action(Struct, frozen=True):
    """One thing a person can do."""

    id: str
    """What the configuration's keymap calls it."""
    group: Group
    keys: tuple[str, ...]
    """The default keys as Textual names them; single characters as they are typed. None: the palette has it."""
    run: str
    """The Textual action; without a namespace, a method of the widget that binds the group."""
    label: str
    """One to three words, for hints and the palette."""
    help: str
    """A sentence. Neighbours with the same one are explained together."""
    hint: int = 0
    """How useful it is among the key hints of its pane: 1 comes first, 0 is not shown."""


_LABEL_HELP = "Label the selection, or what stands at the caret."

CATALOGUE: tuple[Action, ...] = (
    Action("help", "everywhere", ("?",), "screen.help", "help", "Explain all keys; type to search them.", 90),
    Action("palette", "everywhere", (":", "ctrl+p"), "app.command_palette", "commands", "Find an action by its name."),
    Action("next-pane", "everywhere", ("f6",), "screen.next_pane", "next pane", "Go to the next or previous pane.", 70),
    Action(
        "previous-pane",
        "everywhere",
        ("shift+f6",),
        "screen.previous_pane",
        "previous pane",
        "Go to the next or previous pane.",
    ),
    Action(
        "back",
        "everywhere",
        ("q", "escape"),
        "screen.back",
        "back",
        "Leave a prompt, a selection, the article; stop a fetch.",
        80,
    ),
    Action("quit", "everywhere", ("Q",), "app.quit", "quit", "Leave Quotidian; everything is saved already."),
    Action("undo", "everywhere", ("u",), "screen.undo", "undo", "Take back the last change.", 60),
    Action("redo", "everywhere", ("ctrl+r",), "screen.redo", "redo", "Do again what was taken back."),
    Action(
        "previous-article",
        "everywhere",
        ("<",),
        "screen.previous_article",
        "previous article",
        "Open the previous or next article of the list.",
    ),
    Action(
        "next-article",
        "everywhere",
        (">",),
        "screen.next_article",
        "next article",
        "Open the previous or next article of the list.",
        50,
    ),
    Action(
        "full-text",
        "everywhere",
        ("p",),
        "screen.full_text",
        "whole text",
        "Fetch the whole text from the article's page.",
    ),
    Action(
        "zen", "everywhere", ("z",), "screen.zen", "only the article", "Hide everything but the article, or show it."
    ),
    Action(
        "fold-list", "everywhere", ("ctrl+b",), "screen.fold_list", "fold list", "Hide or show the list of articles."
    ),
    Action(
        "fold-findings", "everywhere", ("f",), "screen.fold_findings", "fold findings", "Hide or show the findings."
    ),
    Action(
        "names", "everywhere", ("W",), "screen.names", "names", "Look at the names you labelled; stop suggesting one."
    ),
    Action(
        "export", "everywhere", ("e",), "screen.export", "export", "Write annotations to a file other tools read.", 75
    ),
    Action(
        "load", "everywhere", (), "screen.load", "load annotations", "Bring in annotations from a file, after a look."
    ),
    Action(
        "statistics", "everywhere", ("I",), "screen.statistics", "statistics", "What you read and marked, in numbers."
    ),
    Action(
        "open-article-note",
        "everywhere",
        ("M",),
        "screen.article_note",
        "article note",
        "Write a note on the article as a whole.",
    ),
    Action(
        "open-article-tags", "everywhere", ("T",), "screen.article_tags", "article tags", "Tag the article as a whole."
    ),
    Action(
        "open-in-browser", "everywhere", ("o",), "screen.open_in_browser", "browser", "Open the page it came from.", 85
    ),
    # Lists
    Action("down", "lists", ("j", "down"), "cursor_down", "down", "Move down or up by one item."),
    Action("up", "lists", ("k", "up"), "cursor_up", "up", "Move down or up by one item."),
    Action("page-down", "lists", ("ctrl+d", "pagedown"), "page_down", "page down", "Move down or up by a page."),
    Action("page-up", "lists", ("ctrl+u", "pageup"), "page_up", "page up", "Move down or up by a page."),
    Action("first", "lists", ("g", "home"), "first", "first", "Move to the first or last item."),
    Action("last", "lists", ("G", "end"), "last", "last", "Move to the first or last item."),
    Action("choose", "lists", ("enter",), "choose", "open", "Open the article; go to the finding in the text.", 1),
    # The list of articles
    Action("add", "articles", ("+",), "screen.add_source", "add", "Add a feed, a page, a file or a folder.", 3),
    Action(
        "fetch-one", "articles", ("r",), "screen.fetch_one", "fetch feed", "Fetch the feed that the article came by."
    ),
    Action("fetch-all", "articles", ("R",), "screen.fetch_all", "fetch all", "Fetch all feeds.", 7),
    Action("feeds", "articles", ("F",), "screen.feeds", "feeds", "Show the feeds and how they are doing; unsubscribe."),
    Action("toggle-read", "articles", ("N",), "screen.toggle_read", "read or unread", "Set it read or unread."),
    Action("all-read", "articles", ("A",), "screen.all_read", "all read", "Set all articles shown read."),
    Action("star", "articles", ("s",), "screen.star", "star", "Give the article a star, or take it away.", 4),
    Action("article-tags", "articles", ("#",), "screen.article_tags", "tags", "Tag the article as a whole.", 5),
    Action(
        "article-note", "articles", ("m",), "screen.article_note", "note", "Write a note on the article as a whole.", 6
    ),
    Action(
        "filter", "articles", ("/",), "screen.filter", "filter", "Show only the articles that match what you type.", 2
    ),
    Action("clear-filter", "articles", ("ctrl+l",), "screen.clear_filter", "show all", "Empty the filter."),
    Action(
        "searches",
        "articles",
        ("S",),
        "screen.searches",
        "searches",
        "Show a saved search, or save the filter as one.",
        8,
    ),
    Action("group", "articles", ("b",), "screen.group", "headings", "Put the articles under dates, feeds, or nothing."),
    Action(
        "pick", "articles", ("space",), "screen.pick", "pick", "Pick it: what is done next is done to all picked.", 7
    ),
    Action("pick-all", "articles", ("*",), "screen.pick_all", "pick all", "Pick all articles shown, or none."),
    Action(
        "analyse", "articles", ("a",), "screen.analyse", "analyse", "Find who is in it and who says what; again stops."
    ),
    Action("remove", "articles", ("x",), "screen.remove", "remove", "Take it out of all lists; `is:removed` finds it."),
    # The findings
    Action("next-tab", "findings", ("l", "right"), "next_tab", "next tab", "Go to the next or previous tab.", 2),
    Action(
        "previous-tab", "findings", ("h", "left"), "previous_tab", "previous tab", "Go to the next or previous tab."
    ),
    Action(
        "next-mention",
        "findings",
        ("n",),
        "next_mention",
        "next mention",
        "Go to the next or previous mention of the same name.",
        3,
    ),
    Action(
        "previous-mention",
        "findings",
        ("N",),
        "previous_mention",
        "previous mention",
        "Go to the next or previous mention of the same name.",
    ),
    Action(
        "filter-findings",
        "findings",
        ("/",),
        "screen.filter_findings",
        "filter",
        "Show only some findings: words, #tags, label:ORG.",
        4,
    ),
    Action(
        "clear-findings-filter",
        "findings",
        ("ctrl+l",),
        "screen.clear_findings_filter",
        "show all",
        "Show all findings.",
    ),
    # The article: move
    Action("left", "move", ("h", "left"), "left", "left", "Move by a word, or by a character (see c)."),
    Action("right", "move", ("l", "right"), "right", "right", "Move by a word, or by a character (see c)."),
    Action("line-down", "move", ("j", "down"), "line_down", "line down", "Move down or up by a line."),
    Action("line-up", "move", ("k", "up"), "line_up", "line up", "Move down or up by a line."),
    Action("text-page-down", "move", ("space", "pagedown"), "page_down", "page down", "Read on or back by a page.", 5),
    Action("text-page-up", "move", ("b", "pageup"), "page_up", "page up", "Read on or back by a page."),
    Action(
        "previous-paragraph",
        "move",
        ("(", "ctrl+up"),
        "previous_paragraph",
        "previous paragraph",
        "Move to the previous or next paragraph.",
    ),
    Action(
        "next-paragraph",
        "move",
        (")", "ctrl+down"),
        "next_paragraph",
        "next paragraph",
        "Move to the previous or next paragraph.",
    ),
    Action("text-start", "move", ("g", "home"), "text_start", "start", "Move to the start or end of the article."),
    Action("text-end", "move", ("G", "end"), "text_end", "end", "Move to the start or end of the article."),
    Action("search", "move", ("/",), "screen.search", "search", "Find words in the article.", 6),
    Action("next-match", "move", ("n",), "next_match", "next match", "Go to the next or previous match of the search."),
    Action(
        "previous-match",
        "move",
        ("N",),
        "previous_match",
        "previous match",
        "Go to the next or previous match of the search.",
    ),
    Action(
        "next-candidate",
        "move",
        ("tab",),
        "next_candidate",
        "next candidate",
        "Go to the next or previous suggestion, name or number.",
        1,
    ),
    Action(
        "previous-candidate",
        "move",
        ("shift+tab",),
        "previous_candidate",
        "previous candidate",
        "Go to the next or previous suggestion, name or number.",
    ),
    Action(
        "accept-next",
        "move",
        ("enter",),
        "screen.accept_next",
        "accept, next",
        "Keep the suggestion, if any; go to the next candidate.",
        2,
    ),
    Action(
        "changes", "move", ("D",), "screen.changes", "what changed", "Show how the text differs from the one before."
    ),
    Action("select", "move", ("v",), "toggle_selection", "select", "Start a selection, then move; again to let go.", 4),
    Action("step", "move", ("c",), "toggle_step", "words or characters", "Switch steps between words and characters."),
    # The article: mark
    *(
        Action(f"label-{key}", "mark", (key,), f"screen.label_key({number})", f"label {key}", _LABEL_HELP)
        for number, key in enumerate("1234567890")
    ),
    Action(
        "label-any",
        "mark",
        ("t",),
        "screen.label_any",
        "any label",
        "Type a label: recent ones first, new ones made.",
        7,
    ),
    Action("end-forward", "mark", ("]",), "screen.move_end(1)", "end on", "Move the end on or back by a word."),
    Action("end-back", "mark", ("[",), "screen.move_end(-1)", "end back", "Move the end on or back by a word."),
    Action("start-forward", "mark", ("}",), "screen.move_start(1)", "start on", "Move the start on or back by a word."),
    Action("start-back", "mark", ("{",), "screen.move_start(-1)", "start back", "Move the start on or back by a word."),
    Action(
        "copy",
        "mark",
        ("y",),
        "screen.copy",
        "copy",
        "Copy selection, mark or sentence, with the source.",
        14,
    ),
    # The article: judge
    Action("accept", "judge", ("a",), "screen.accept", "accept", "Keep the suggestion as it is.", 4),
    Action("reject", "judge", ("x",), "screen.reject", "reject", "Reject the suggestion for good.", 3),
    Action("delete", "judge", ("backspace",), "screen.delete", "delete", "Take the annotation away."),
    Action(
        "same", "judge", ("*",), "screen.same", "all the same", "Do the same to all identical words of the article."
    ),
    Action(
        "same-everywhere",
        "judge",
        ("E",),
        "screen.same_everywhere",
        "in all articles",
        "Do the same in all articles, places shown first.",
    ),
    Action("note", "judge", ("m",), "screen.note", "note", "Write a note on it.", 8),
    Action("tags", "judge", ("#",), "screen.tags", "tags", "Tag it.", 9),
    Action(
        "unsure", "judge", ("!",), "screen.unsure", "unsure", "Flag it to be looked at again, or take the flag away."
    ),
    # The article: quotations
    Action("speaker", "quotes", ("s",), "screen.speaker", "speaker", "Say who said the quotation.", 10),
    Action(
        "quotation",
        "quotes",
        ('"',),
        "screen.quotation",
        "quotation",
        "Quote the selection; on a quotation, change its kind.",
        11,
    ),
    Action(
        "cue",
        "quotes",
        ("w",),
        "screen.cue",
        "said with",
        "Give it the words that report it, or take them away.",
        12,
    ),
    Action(
        "parts",
        "quotes",
        ("&",),
        "screen.parts",
        "split or join",
        "Cut the selection out, add it, or join the parts.",
        13,
    ),
)

BY_ID: dict[str, Action] = {action.id: action for action in CATALOGUE}

_SHOWN = {
    "ctrl": "^",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "backspace": "Bksp",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "delete": "Del",
}


NO_KEY = "none-"
"""What the key begins with of an action that has none: no keyboard has it, but a keymap can give it another."""


def bindings(*groups: Group) -> list[Binding]:
    """The Textual bindings of these groups; their ids are what `App.set_keymap` remaps."""
    return [
        Binding(",".join(action.keys) or f"{NO_KEY}{action.id}", action.run, action.label, show=False, id=action.id)
        for action in CATALOGUE
        if action.group in groups
    ]


def keys_of(action: Action, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that run `action` where `keymap` (action id to comma-separated keys) remaps some."""
    remapped = keymap.get(action.id)
    return action.keys if remapped is None else tuple(key.strip() for key in remapped.split(",") if key.strip())


def show_key(key: str) -> str:
    """A key as a person reads it: `ctrl+d` is `^d`, `shift+tab` is `S-Tab`, `question_mark` is `?`, none is nothing."""
    if key.startswith(NO_KEY):
        return ""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    function_key = last[:1] == "f" and last[1:].isdigit()
    shown = last.upper() if function_key else _SHOWN.get(last) or format_key(last)
    for modifier in reversed(modifiers):
        shown = f"^{shown}" if modifier == "ctrl" else f"{modifier[:1].upper()}-{shown}"
    return shown


def check_keymap(keymap: Mapping[str, str]) -> list[str]:
    """What is wrong with a keymap, a sentence each: an unknown action, or a key that two actions of one pane share."""
    wrong = [f"There is no action {id!r}; `?` in the reader lists them." for id in keymap if id not in BY_ID]
    clashes = {clash for groups in CONTEXTS.values() for clash in _clashes(groups, keymap)}
    return wrong + [f"The key {key!r} is given to both {one!r} and {other!r}." for key, one, other in sorted(clashes)]


def _clashes(groups: Sequence[Group], keymap: Mapping[str, str]) -> list[tuple[str, str, str]]:
    taken: dict[str, str] = {}
    clashes = []
    for action in CATALOGUE:
        if action.group in groups:
            for key in _canonical(keys_of(action, keymap)):
                if (first := taken.setdefault(key, action.id)) != action.id:
                    clashes.append((key, first, action.id))
    return clashes


def _canonical(keys: Sequence[str]) -> list[str]:
    """`?` and `question_mark` are the same key: Textual's names of these."""
    return [binding.key for binding in Binding.make_bindings([Binding(key, "") for key in keys])]
