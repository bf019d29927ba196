"""All keys, explained, from the catalogue; typing searches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from tui.actions import CATALOGUE, CONTEXTS, GROUPS, TITLES, Action, Context, Group, keys_of, show_key
from tui.screens.dialog import Choice, ChoiceList, Picker
from tui.widgets.pieces import Line

KEY_WIDTH = 17
UNKEYED = "in the palette"
MANY = 5
"""From so many keys on, only the first and the last are shown."""


class HelpList(ChoiceList):
    """Keys at the left, what they do beside them."""

    def draw(self, item: Choice, _width: int) -> Sequence[Line]:
        """A heading, or keys and a sentence."""
        if not item.key:
            return (Line(((item.title, "bold accent"),)),)
        return (Line(((f"{item.sign:<{KEY_WIDTH}} ", "bold foreground"), (item.title, "foreground"))),)


class Help(Picker[str]):
    """Dismissed with the id of the action that was picked, to be run."""

    DEFAULT_CSS = """
    Help > .panel { width: 92; max-width: 100%; height: 90%; }
    Help HelpList { height: 1fr; }
    """
    TITLE_TEXT = "Keys"
    KEYS = "type to search  ↑↓ move  Enter do it  Esc leave"
    PLACEHOLDER = "what do you want to do?"

    def __init__(self, context: Context = "article", keymap: Mapping[str, str] | None = None) -> None:
        """The groups of the pane with the focus come first."""
        super().__init__()
        here = CONTEXTS[context]
        order = [*here[1:], *here[:1], *(group for group in GROUPS if group not in here)]
        self._groups: list[Group] = order
        self._keymap = keymap or {}

    def make_list(self) -> ChoiceList:
        """Keys and sentences."""
        return HelpList(id="choices")

    def choices(self, query: str) -> Sequence[Choice]:
        """The actions in whose keys or words every word of the query occurs, under the headings of their groups."""
        found: list[Choice] = []
        for group in self._groups:
            rows = [row for row in self._rows(group) if all(word in _text(row) for word in query.casefold().split())]
            if rows:
                found += [Choice(key="", title=TITLES[group]), *rows]
        return found

    def pick(self, choice: Choice | None, _query: str) -> None:
        """The action, to be run."""
        if choice is not None:
            self.dismiss(choice.key)

    def _rows(self, group: Group) -> list[Choice]:
        """One row for neighbours that are explained by the same sentence."""
        actions = [action for action in CATALOGUE if action.group == group]
        return [self._row(list(same)) for _, same in groupby(actions, key=lambda action: action.help)]

    def _row(self, actions: Sequence[Action]) -> Choice:
        keys = [[show_key(key) for key in keys_of(action, self._keymap)] for action in actions]
        # Of neighbours, the keys are paired as they are pressed: j k, then the arrows.
        pairs = [key for rank in range(max(map(len, keys))) for row in keys for key in row[rank : rank + 1]]
        labels = " ".join(action.label for action in actions)
        shown = " ".join(pairs) if len(pairs) < MANY else f"{pairs[0]} … {pairs[-1]}"
        return Choice(key=actions[0].id, title=actions[0].help, sign=shown or UNKEYED, detail=labels)


def _text(row: Choice) -> str:
    return f"{row.sign} {row.title} {row.detail}".casefold()
