"""Dialogs in which one thing is picked: a label, a speaker; and the editor of tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process
from textual.binding import Binding, BindingType

from store.marking import clean_tags
from store.models import Mention
from tui.screens.dialog import Choice, Picker
from tui.themes import label_sign, label_variable
from tui.widgets.pieces import foreign
from tui.widgets.prompt import Field, LastWord

_SIMILAR = 60
"""From which score (0 to 100) on a name counts as what was meant."""


def ranked(query: str, names: Sequence[str]) -> list[str]:
    """The names that `query` may mean: those that begin with it, those that hold it, those that are like it."""
    if not query:
        return list(names)
    typed = query.casefold()
    begin = [name for name in names if name.casefold().startswith(typed)]
    hold = [name for name in names if typed in name.casefold()]
    like = process.extract(
        query, names, scorer=fuzz.QRatio, processor=default_process, score_cutoff=_SIMILAR, limit=None
    )
    return list(dict.fromkeys([*begin, *hold, *(name for name, _, _ in like)]))


def label_name(typed: str) -> str:
    """What a label of the person's own is called: like spaCy's, in capitals and without blanks."""
    return "_".join(foreign(typed, 40).upper().split())


class LabelPicker(Picker[str]):
    """Any label, by typing: recent ones first; a new one is made of what was typed, unless `locked`."""

    TITLE_TEXT = "Label"
    PLACEHOLDER = "person, org, …"

    def __init__(
        self, labels: Iterable[str], recent: Iterable[str] = (), *, locked: bool = False, what: str = ""
    ) -> None:
        super().__init__(f"Label '{what}'" if what else "")
        self._recent = tuple(dict.fromkeys(recent))
        self._labels = list(dict.fromkeys([*self._recent, *labels]))
        self._locked = locked

    def choices(self, query: str) -> Sequence[Choice]:
        """Labels that match, and the one that could be made."""
        found = [
            Choice(
                key=label,
                title=foreign(label),
                sign=label_sign(label),
                hue=label_variable(label),
                detail="recent" if label in self._recent and not query else "",
            )
            for label in ranked(query, self._labels)
        ]
        new = label_name(query)
        if new and not self._locked and new not in map(label_name, self._labels):
            found.append(Choice(key=new, title=new, sign="+", hue="accent", detail="a new label"))
        return found

    def pick(self, choice: Choice | None, query: str) -> None:
        """The label; where nothing matches, the dialog stays."""
        if choice is not None:
            self.dismiss(choice.key)
        elif query:
            self.say_keys("There is no such label, and new ones are locked by the configuration.")


TYPED = "+"
"""The key of the choice that takes a name as it was typed."""


class Spoken(Struct, frozen=True):
    """A decision on who said a quotation."""

    speaker: Mention | None
    """None: nobody in the text did."""
    name: str = ""
    """A name that was typed, and is none of those that were offered."""


class NameField(Field):
    """A field for names: digits are left to whoever binds them."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key belongs to the text."""
        return not key.isdigit() and super().check_consume_key(key, character)


class SpeakerPicker(Picker[Spoken]):
    """Who said it: mentions near the quotation have digits, 0 is nobody."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"digit({key})", show=False, priority=True) for key in "1234567890"
    ]
    TITLE_TEXT = "Who said it?"
    KEYS = "1 to 9 pick at once  0 nobody  type any name  Esc leave"
    PLACEHOLDER = "any name"

    def __init__(self, near: Sequence[Mention], *, title: str = "", current: Mention | None = None) -> None:
        """`near`: mentions, the nearest first."""
        super().__init__(title)
        self._near = tuple(near)
        self._current = current

    def make_field(self) -> Field:
        """A field that takes no digits."""
        return NameField(placeholder=self.PLACEHOLDER, id="query")

    def choices(self, query: str) -> Sequence[Choice]:
        """Mentions that match, nearest first; without a query, nobody too."""
        typed = query.casefold()
        found = [
            Choice(
                key=str(number),
                title=foreign(mention.name or mention.text),
                sign=str(number) if number < 10 else " ",
                hue="bold accent",
                detail="now" if mention == self._current else foreign(_called(mention)),
            )
            for number, mention in enumerate(self._near, 1)
            if typed in f"{mention.name or ''} {mention.text}".casefold()
        ]
        nobody = Choice(key="0", title="no speaker", sign="0", hue="bold accent")
        if not query:
            return [*found[:9], nobody, *found[9:]]  # behind those with digits, in sight
        if any(typed == name.casefold() for mention in self._near for name in (mention.name or mention.text,)):
            return found
        return [*found, Choice(key=TYPED, title=foreign(query, 100), sign="+", hue="accent", detail="this name")]

    def pick(self, choice: Choice | None, query: str) -> None:
        """The mention, the name that was typed, or nobody."""
        if choice is not None and choice.key == TYPED:
            self.dismiss(Spoken(None, foreign(query, 100)))
        elif choice is not None:
            self.action_digit(int(choice.key))

    def action_digit(self, number: int) -> None:
        """Pick the mention with this number; 0 is nobody."""
        if number <= len(self._near):
            self.dismiss(Spoken(self._near[number - 1] if number else None))


def _called(mention: Mention) -> str:
    """How the text calls somebody, where that is not the name."""
    return mention.text if mention.name and mention.name != mention.text else ""


class TagEditor(Picker[tuple[str, ...]]):
    """Tags in one line, with those used before below; tab takes over the one at the cursor, enter is done."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]
    TITLE_TEXT = "Tags"
    KEYS = "Tab takes over  ↑↓ move  Enter keeps these tags  Esc leave"
    PLACEHOLDER = "tags, with blanks between them"

    def __init__(self, tags: Iterable[str], known: Iterable[str] = (), *, what: str = "") -> None:
        """`known`: tags used before, the most useful first."""
        super().__init__(f"Tags of {what}" if what else "")
        self._tags = clean_tags(tags)
        self._known = clean_tags(known)

    def on_mount(self) -> None:
        """Begin behind the tags there are."""
        self.field.suggester = LastWord(self._known)
        self.field.value = "".join(f"{tag} " for tag in self._tags)
        super().on_mount()
        self.field.cursor_position = len(self.field.value)

    def choices(self, query: str) -> Sequence[Choice]:
        """Tags used before that the last word may mean, without those that stand there."""
        typed = query.split()
        last = "" if self.field.value.endswith(" ") or not typed else typed[-1].lstrip("#")
        there = clean_tags(typed)
        return [Choice(key=tag, title=tag, sign="#") for tag in ranked(last, self._known) if tag not in there]

    def pick(self, _choice: Choice | None, query: str) -> None:
        """Enter keeps what stands in the field."""
        self.dismiss(clean_tags(query.split()))

    def action_complete(self) -> None:
        """Put the tag at the cursor of the list in place of the last word."""
        if (choice := self.list.selected) is not None:
            value = self.field.value
            kept = value if value.endswith(" ") else value[: len(value) - len(value.split(" ")[-1])]
            self.field.value = f"{kept}{choice.title} "
            self.field.cursor_position = len(self.field.value)
