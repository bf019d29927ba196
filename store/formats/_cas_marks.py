"""What the feature structures of a CAS mean. Where it has types of ours, what was changed in others' counts: a mark of
ours that is tied to an annotation has that one's place and label, and is gone where that one is.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from store.errors import FormatError
from store.formats import Item, Losses
from store.formats._dkpro import ARGUMENT, LABELS, LINK, PREDICATE, Predicate, not_read, take
from store.formats._foreign import Foreign, Stretch
from store.formats._spans import HIGHLIGHT
from store.formats._utf16 import Units
from store.formats._xmi import Structure
from store.text import clean_line

ARTICLE, MARK, QUOTATION = "quotidian.Article", "quotidian.Mark", "quotidian.Quotation"
PART, SPEAKER, CUE = "quotidian.Part", "quotidian.Speaker", "quotidian.Cue"

_CORE = "de.tudarmstadt.ukp.dkpro.core.api."
_MACHINERY = (
    "uima.",
    f"{_CORE}segmentation.",
    f"{_CORE}metadata.",
    "de.tudarmstadt.ukp.clarin.",
    "de.tudarmstadt.ukp.inception.",
)
"""Types of words, sentences and what tools note for themselves."""

_NO_MARKS = frozenset({ARTICLE, MARK, QUOTATION, PART, SPEAKER, CUE, PREDICATE, ARGUMENT, LINK, *LABELS})
_NUMBER = re.compile(r"[0-9]{1,9}")
_NUMBERS = re.compile(r"[0-9]{1,9}(?: [0-9]{1,9})*")
_VIEW = "_InitialView"


class Marks:
    """What one file means."""

    def __init__(self, structures: dict[str, Structure], name: str, losses: Losses) -> None:
        self._all = structures
        self._losses = losses
        self._sofa, text = self._text(name)
        self._units = Units(text)
        self._length = len(text)
        about = next((one.features for one in structures.values() if one.type == ARTICLE), {})
        self._given = Foreign(text, {"source": name} | about, name, losses)
        self._ours = {
            one.features["of"]: one
            for one in structures.values()
            if one.type in (MARK, QUOTATION) and "of" in one.features
        }

    def item(self) -> Item:
        """The article with all that can be kept; the rest is counted."""
        others: Counter[str] = Counter()
        for identity, one in self._all.items():
            self._given.where = one.where
            if one.type in LABELS:
                self._label(one, self._ours.get(identity))
            elif one.type == PREDICATE:
                self._predicate(one, self._ours.get(identity))
            elif one.type in (MARK, QUOTATION) and "of" not in one.features:
                self._mark(one)
            elif _is_other(one):
                others[one.type] += 1
        for kind, count in others.items():
            self._losses.total += count
            self._losses.add(not_read(kind), count)
        return self._given.item()

    def _text(self, name: str) -> tuple[str, str]:
        """The id of the view that is read, and its text."""
        sofas = {
            identity: one.features["sofaString"]
            for identity, one in self._all.items()
            if one.type == "uima.cas.Sofa" and "sofaString" in one.features
        }
        first = [identity for identity in sofas if self._all[identity].features.get("sofaID") == _VIEW]
        chosen = next(iter([*first, *sofas]), None)
        if chosen is None:
            raise FormatError(f"{name}: it has no text.")
        return chosen, sofas[chosen]

    def _label(self, one: Structure, ours: Structure | None) -> None:
        label = one.features.get(LABELS[one.type], "")
        says = _says(ours) if ours else {}
        if ours and label != (ours.features.get("label") or HIGHLIGHT):
            del says["kind"]
        if (place := self._place(one)) is not None:
            self._given.mark(place, label, says)

    def _predicate(self, one: Structure, ours: Structure | None) -> None:
        said = [self._argument(link) for link in self._refs(one, "arguments")]
        place = self._place(one)
        if place is None:
            return
        arguments = [(role, found) for role, found in said if found]
        predicate = Predicate(place=place, category=one.features.get("category", ""), arguments=arguments)
        if ours is None and not predicate.says_who():
            self._losses.total += 1
            self._losses.add(not_read(PREDICATE))
            return
        says = _says(ours) if ours else {}
        if ours:
            says |= self._speaker(ours, predicate) | self._gone(ours)
        take(predicate, says, self._given, self._losses)

    def _argument(self, link: Structure) -> tuple[str, Stretch | None]:
        return link.features.get("role", ""), self._place(self._ref(link, "target"))

    def _mark(self, one: Structure) -> None:
        """A mark that is tied to nothing: what was rejected."""
        says, place = _says(one), self._place(one)
        if place is None:
            return
        if says.get("kind") != "quote":
            self._given.mark(place, one.features.get("label", ""), says)
            return
        found = {role: self._ref(one, role) for role in ("speaker", "cue") if role in one.features}
        spans = {role: self._place(span) for role, span in found.items() if _has_width(span)}
        if named := found.get("speaker"):
            says |= _name(named)
        parts = [part for part in map(self._place, self._refs(one, "parts")) if part]
        self._given.quote(parts or [place], says | self._gone(one), speaker=spans.get("speaker"), cue=spans.get("cue"))

    def _speaker(self, ours: Structure, predicate: Predicate) -> dict[str, Any]:
        """The speaker's name, where it is still the one whose name we knew."""
        if "speaker" not in ours.features:
            return {}
        speaker = self._ref(ours, "speaker")
        same = not _has_width(speaker) or self._place(speaker) in predicate.of("speaker")
        return _name(speaker) if same else {}

    def _gone(self, ours: Structure) -> dict[str, Any]:
        """The words of a speaker and a cue that the text has no more."""
        spans = {role: self._ref(ours, role) for role in ("speaker", "cue") if role in ours.features}
        return {f"{role}_text": span.features.get("text", "") for role, span in spans.items() if not _has_width(span)}

    def _place(self, one: Structure) -> Stretch | None:
        """Where an annotation stands, None where it is in another view or has no width. Raises FormatError."""
        edges = [one.features.get(edge, "") for edge in ("begin", "end")]
        if not all(map(_NUMBER.fullmatch, edges)):
            shown = clean_line(" and ".join(edges), 40)
            raise FormatError(f"{one.where}: its begin and end are no numbers: {shown!r}.")
        begin, end = (self._units.offset(int(edge)) for edge in edges)
        if begin < 0 or end < begin or end > self._length:
            raise FormatError(f"{one.where}: {edges[0]} to {edges[1]} is no stretch of the text.")
        if one.features.get("sofa") == self._sofa and begin < end:
            return begin, end
        self._losses.total += 1
        self._losses.add("they have no width, or lie over another text")
        return None

    def _ref(self, one: Structure, feature: str) -> Structure:
        """What a feature refers to. Raises FormatError for what is not there."""
        found = self._refs(one, feature)
        if len(found) != 1:
            raise FormatError(f"{one.where}: it should have one {feature}, and has {len(found)}.")
        return found[0]

    def _refs(self, one: Structure, feature: str) -> list[Structure]:
        value = one.features.get(feature, "")
        if value and not _NUMBERS.fullmatch(value):
            raise FormatError(f"{one.where}: its {feature} are {value[:40]!r}, no numbers of others.")
        if missing := [number for number in value.split() if number not in self._all]:
            raise FormatError(f"{one.where}: its {feature} names {missing[0]}, which is not in the file.")
        return [self._all[number] for number in value.split()]


def _says(ours: Structure) -> dict[str, Any]:
    """What a mark of ours says of its provenance."""
    says: dict[str, Any] = {"kind": "highlight"} | ours.features
    says["tags"] = ours.values.get("tags", [])
    says["unsure"] = ours.features.get("unsure") == "true"
    return says | {"quote_kind": ours.features.get("label", "")}


def _name(speaker: Structure) -> dict[str, Any]:
    return {"speaker_name": speaker.features.get("name", "")}


def _has_width(one: Structure) -> bool:
    return one.features.get("begin") != one.features.get("end")


def _is_other(one: Structure) -> bool:
    """Whether this is an annotation that somebody made, of a type that is not read."""
    if one.type in _NO_MARKS or not {"begin", "end"} <= one.features.keys():
        return False
    return not one.type.startswith(_MACHINERY)
