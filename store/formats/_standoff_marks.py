"""What the lines of a brat file mean: marks and quotations, with what is said of them; what can't be kept is counted.

Of a file of ours, what was changed in brat counts: words, labels, speakers, notes, verdicts. Attributes are tags.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from msgspec import Struct

from store.documents import UNREADABLE
from store.errors import FormatError
from store.formats import Item, Losses
from store.formats._foreign import LINKS, ROLES, Foreign
from store.formats._lines import convert
from store.formats._spans import HIGHLIGHT
from store.formats._standoff import ARTICLE, Line, Place, Places, as_type, fragments, in_a_line, pieces
from store.models import Verdict

_ROLES = frozenset({"Source", "Cue", "Content", "Attribution"})
"""Types of spans that only are what a quotation is made of."""
_VERDICTS = frozenset(get_args(Verdict))

REMARKS = "they say something of what is not kept"
REFERENCES = "they name an entry of a database, of which only the name is kept"
PIECES = "they were in pieces, and go from the first to the last now"
WORDLESS = "they are attributions without words"


class Ours(Struct, frozen=True, kw_only=True):
    """What our note on a mark says that brat has in its lines too, where it may have been changed."""

    label: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    stretches: Places = ()
    speaker: Places = ()
    cue: Places = ()


class Marks:
    """What the lines of one file mean."""

    def __init__(self, lines: list[Line], text: str, name: str, losses: Losses) -> None:
        self._text = text
        self._losses = losses
        self._lines = {line.id: line for line in lines}
        self._links = [line for line in lines if line.kind in "ER*"]
        self._remarks: dict[str, list[Line]] = {}
        """What is said of each line and not yet kept."""
        for line in lines:
            if line.kind in "AN#":
                self._remarks.setdefault(line.refs[0][1], []).append(line)
        ours = [line for line in self._remarks.pop(ARTICLE, []) if line.type == "Quotidian"]
        self._given = Foreign(text, {"source": name} | (_json(ours[0]) if ours else {}), name, losses)
        self._kept: set[str] = set()
        """Spans that need no mark of their own any more."""

    def item(self) -> Item:
        """The article with all that can be kept; the rest is counted."""
        for link in self._links:
            if not self._attribution(link):
                self._lose(LINKS)
        for line in self._lines.values():
            if line.kind == "T" and line.id not in self._kept:
                self._mark(line)
        for _ in range(sum(map(len, self._remarks.values()))):
            self._lose(REMARKS)
        return self._given.item()

    def _lose(self, reason: str) -> None:
        """Something that is no mark of ours is not kept."""
        self._losses.total += 1
        self._losses.add(reason)

    def _attribution(self, link: Line) -> bool:
        """Keep the quotation that the line ties together; False where it ties no such thing."""
        if (link.kind, link.type) not in (("E", "Attribution"), ("R", "SaidBy")):
            return False
        roles: dict[str, list[Line]] = {}
        names = ("Content", "Source") if link.kind == "R" else (role.rstrip("0123456789") for role, _ in link.refs)
        for role, (_, target) in zip(names, link.refs, strict=True):
            roles.setdefault(role, []).append(self._span(target))
        contents, sources, cues = (roles.get(role, []) for role in ("Content", "Source", ""))
        if not contents or any(line.kind != "T" for found in roles.values() for line in found):
            self._lose(WORDLESS)
            return True
        if len(sources) > 1 or roles.keys() - {"", "Content", "Source"}:
            self._losses.add(ROLES)
        source, cue = (next(iter(found), None) for found in (sources, cues))
        self._quote(*self._said([link, *contents]), contents, source, cue)
        return True

    def _span(self, target: str) -> Line:
        """The line that is meant; of an event, its trigger."""
        line = self._lines[target]
        return line if line.kind != "E" else self._lines[line.refs[0][1]]

    def _mark(self, line: Line) -> None:
        """A span that is tied to nothing."""
        ours, says = self._said([line])
        if line.type == "Content" and says.get("kind", "quote") == "quote":
            self._quote(ours, says, [line], None, None)
            return
        name = ours.label
        if "kind" not in says or as_type(name or HIGHLIGHT) != line.type:
            name = line.type
            says.pop("kind", None)
        self._given.where = line.where
        self._given.mark(self._whole(self._stretches([line], ours.stretches)), name, says)

    def _quote(
        self, ours: Ours, says: dict[str, Any], contents: list[Line], source: Line | None, cue: Line | None
    ) -> None:
        speaker = self._whole(self._stretches([source], ours.speaker)) if source else None
        if speaker != (self._whole(ours.speaker) if ours.speaker else None):  # another one was set in brat
            says = {name: value for name, value in says.items() if name not in ("speaker_name", "speaker_text")}
        if source and (name := self._name(self._remarks.get(source.id, []))):
            says["speaker_name"] = name
        said = self._whole(self._stretches([cue], ours.cue)) if cue else None
        self._given.where = contents[0].where
        self._given.quote(self._stretches(contents, ours.stretches), says, speaker=speaker, cue=said)
        self._kept.update(line.id for line in (*contents, source) if line and line.type in _ROLES)
        self._kept.update({cue.id} if cue else ())

    def _said(self, about: list[Line]) -> tuple[Ours, dict[str, Any]]:
        """What is said of these lines, which are one mark: by our own note, with what was changed in brat."""
        remarks = [remark for line in about for remark in self._remarks.pop(line.id, [])]
        says: dict[str, Any] = {}
        ours = Ours()
        for remark in remarks:
            if remark.kind == "#" and remark.type == "Quotidian":
                says = _json(remark)
                ours = convert(says, Ours, remark.where)
        notes = [remark.text.strip() for remark in remarks if remark.kind == "#" and remark.type != "Quotidian"]
        note = "\n".join(filter(None, notes))
        says["note"] = ours.note if note == in_a_line(ours.note) else note
        attributes = [remark for remark in remarks if remark.kind == "A"]
        says["unsure"] = any(line.type == "Unsure" for line in attributes)
        verdicts = [line.text for line in attributes if line.type == "Verdict" and line.text in _VERDICTS]
        says |= {"verdict": verdicts[-1]} if verdicts else {}
        tags = [f"{line.type}:{line.text}".rstrip(":") for line in attributes if line.type not in ("Verdict", "Unsure")]
        says["tags"] = [*ours.tags, *tags]
        if name := self._name(remarks):
            says["name"] = name
        return ours, says

    def _name(self, remarks: list[Line]) -> str:
        """The name that one of them gives; they are struck off."""
        names = [remark for remark in remarks if remark.kind == "N"]
        remarks[:] = [remark for remark in remarks if remark.kind != "N"]
        if names:
            self._losses.add(REFERENCES, len(names))
        return names[-1].text.strip() if names else ""

    def _stretches(self, lines: list[Line], ours: Places) -> Places:
        """Where the spans stand; `ours`, where brat has them still as we wrote them."""
        there = tuple(place for line in lines for place in line.places)
        return ours if ours and tuple(fragments(self._text, ours)) == there else pieces(self._text, there)

    def _whole(self, stretches: Places) -> Place:
        """One stretch of them all."""
        if len(stretches) > 1:
            self._losses.add(PIECES)
        return stretches[0][0], stretches[-1][1]


def _json(line: Line) -> dict[str, Any]:
    """What a note of ours holds. Raises FormatError, naming the line."""
    try:
        found: dict[str, Any] = msgspec.json.decode(line.text, type=dict[str, Any])
    except (*UNREADABLE, RecursionError) as error:
        raise FormatError(f"{line.where}: {error}.") from error
    return found
