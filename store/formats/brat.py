"""brat's standoff files: the text, and beside it a file of spans, attributes, notes and events.

Quotations are as the PolNeAR corpus has them: Source, Cue and Content spans, tied by an Attribution event on the cue;
where nothing reports the speech, a relation ties Content and Source. What brat has no place for is JSON in notes of the
type Quotidian. Read back, what was changed in brat counts; attributes of other corpora become tags.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from store.errors import FormatError
from store.formats import Folder, Item, Losses, ReadableFolder, placed
from store.formats._spans import about, label, provenance
from store.formats._standoff import ARTICLE, Places, as_type, fragments, in_a_line, parse, pieces
from store.formats._standoff_marks import Marks
from store.models import Annotation, Cue, Mention


class Brat(Folder, ReadableFolder):
    """See the module."""

    name = "brat"
    suffix = ".ann"
    wants = (".ann", ".txt")
    about = "a text and a standoff file an article, quotations as events: brat"

    def write(self, item: Item, losses: Losses) -> Iterator[tuple[str, str]]:
        """The text, then the annotations, and before them a note on the article."""
        yield ".txt", item.article.text
        lines = _Lines(item.article.text)
        lines.note(ARTICLE, about(item))
        for annotation in sorted(placed(item, losses), key=lambda a: (a.start, a.end, a.id)):
            lines.add(annotation, losses)
        yield self.suffix, "".join(f"{line}\n" for line in lines.lines)

    def read(self, files: Mapping[str, bytes], name: str, losses: Losses) -> Item:
        """The text with its marks; links between them that are no attributions are counted as lost."""
        try:
            text = str(files[".txt"], "utf-8")  # a byte order mark counts, as brat counts it
        except UnicodeDecodeError as error:
            raise FormatError(f"{name}: its text is no UTF-8 ({error.reason}).") from error
        return Marks(parse(files[self.suffix], text, name), text, name, losses).item()


class _Lines:
    """The lines of one file, numbered by their kind."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self._text = text
        self._numbers: dict[str, int] = {}

    def add(self, annotation: Annotation, losses: Losses) -> None:
        """All lines of one annotation."""
        is_quote = annotation.kind == "quote"
        stretches = annotation.parts or ((annotation.start, annotation.end),)
        span = self._span("Content" if is_quote else as_type(label(annotation)), stretches)
        if not span:
            losses.add("they hold no word")
            return
        self._tie(annotation, span)
        self._line("A", f"Verdict {span} {annotation.verdict}")
        if annotation.unsure:
            self._line("A", f"Unsure {span}")
        if note := in_a_line(annotation.note):
            self._line("#", f"AnnotatorNotes {span}\t{note}")
        self.note(span, self._rest(annotation, stretches))

    def note(self, target: str, fields: Mapping[str, Any]) -> None:
        """What brat has no place for."""
        self._line("#", f"Quotidian {target}\t{json.dumps(fields, ensure_ascii=False)}")

    def _rest(self, annotation: Annotation, stretches: Places) -> dict[str, Any]:
        fields = provenance(annotation)
        if annotation.kind != "quote":
            fields["label"] = annotation.label
        if pieces(self._text, tuple(fragments(self._text, stretches))) != stretches:
            fields["stretches"] = stretches
        for role, span in (("speaker", annotation.speaker), ("cue", annotation.cue)):
            if span and any(fragments(self._text, ((span.start, span.end),))):
                fields[role] = [(span.start, span.end)]
            elif span:
                fields[f"{role}_text"] = span.text
        if annotation.speaker and annotation.speaker.name:
            fields["speaker_name"] = annotation.speaker.name
        return fields

    def _tie(self, annotation: Annotation, content: str) -> None:
        """Speaker and cue of a quotation."""
        source, said = self._part("Source", annotation.speaker), self._part("Cue", annotation.cue)
        if said:
            roles = f"Content:{content}" + (f" Source:{source}" if source else "")
            self._line("E", f"Attribution:{said} {roles}")
        elif source:
            self._line("R", f"SaidBy Arg1:{content} Arg2:{source}")

    def _part(self, kind: str, span: Mention | Cue | None) -> str:
        return self._span(kind, ((span.start, span.end),)) if span else ""

    def _span(self, kind: str, stretches: Places) -> str:
        """A T line; a line end or a tab inside a stretch makes two fragments of it, for brat allows none."""
        found = list(fragments(self._text, stretches))
        if not found:
            return ""
        places = ";".join(f"{start} {end}" for start, end in found)
        return self._line("T", f"{kind} {places}\t" + " ".join(self._text[start:end] for start, end in found))

    def _line(self, sign: str, words: str) -> str:
        number = self._numbers[sign] = self._numbers.get(sign, 0) + 1
        self.lines.append(f"{sign}{number}\t{words}")
        return f"{sign}{number}"


FORMAT = Brat()
