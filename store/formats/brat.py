"""brat's standoff files: the text, and beside it a file of spans, attributes, notes and events.

Quotations are as the PolNeAR corpus has them: Source, Cue and Content spans, tied by an Attribution event on the cue;
where nothing reports the speech, a relation ties Content and Source.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from store.formats import Folder, Item, Losses, placed
from store.formats._spans import label, provenance
from store.models import Annotation

_NO_TYPE = re.compile(r"[^\w-]", re.ASCII)


class Brat(Folder):
    """See the module."""

    name = "brat"
    suffix = ".ann"
    about = "a text and a standoff file an article, quotations as events: brat"

    def write(self, item: Item, losses: Losses) -> Iterator[tuple[str, str]]:
        """The text, then the annotations."""
        yield ".txt", item.article.text
        lines = _Lines(item.article.text)
        for annotation in sorted(placed(item, losses), key=lambda a: (a.start, a.end, a.id)):
            lines.add(annotation, losses)
        yield self.suffix, "".join(f"{line}\n" for line in lines.lines)


class _Lines:
    """The lines of one file, numbered by their kind."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = []
        self._text = text
        self._numbers: dict[str, int] = {}

    def add(self, annotation: Annotation, losses: Losses) -> None:
        """All lines of one annotation."""
        is_quote = annotation.kind == "quote"
        kind = "Content" if is_quote else _NO_TYPE.sub("_", label(annotation))
        stretches = annotation.parts or ((annotation.start, annotation.end),)
        span = self._span(kind, stretches)
        if not span:
            losses.add("they hold no word")
            return
        if is_quote:
            self._tie(annotation, span)
        self._line("A", f"Verdict {span} {annotation.verdict}")
        if annotation.unsure:
            self._line("A", f"Unsure {span}")
        if annotation.note:
            self._line("#", f"AnnotatorNotes {span}\t{' '.join(annotation.note.split())}")
        fields = provenance(annotation)
        if not is_quote:
            fields["label"] = annotation.label
        if annotation.speaker and annotation.speaker.name:
            fields["speaker_name"] = annotation.speaker.name
        self._line("#", f"Quotidian {span}\t{json.dumps(fields, ensure_ascii=False)}")

    def _tie(self, annotation: Annotation, content: str) -> None:
        """Speaker and cue of a quotation."""
        speaker, cue = annotation.speaker, annotation.cue
        source = self._span("Source", ((speaker.start, speaker.end),)) if speaker else ""
        said = self._span("Cue", ((cue.start, cue.end),)) if cue else ""
        if said:
            roles = f"Content:{content}" + (f" Source:{source}" if source else "")
            self._line("E", f"Attribution:{said} {roles}")
        elif source:
            self._line("R", f"SaidBy Arg1:{content} Arg2:{source}")

    def _span(self, kind: str, stretches: tuple[tuple[int, int], ...]) -> str:
        """A T line; a line end or a tab inside a stretch makes two fragments of it, for brat allows none."""
        found = [piece for start, end in stretches for piece in self._fragments(start, end)]
        if not found:
            return ""
        places = ";".join(f"{start} {end}" for start, end in found)
        return self._line("T", f"{kind} {places}\t" + " ".join(self._text[start:end] for start, end in found))

    def _fragments(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        for match in re.finditer(r"[^\n\t]+", self._text[start:end]):
            yield start + match.start(), start + match.end()

    def _line(self, sign: str, words: str) -> str:
        number = self._numbers[sign] = self._numbers.get(sign, 0) + 1
        self.lines.append(f"{sign}{number}\t{words}")
        return f"{sign}{number}"


FORMAT = Brat()
