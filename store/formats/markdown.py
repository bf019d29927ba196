"""Markdown: a note an article, for Obsidian and its like: front matter, highlights, quotations by speaker.

Block ids are the annotations' ids, or made of names: exporting again changes only what changed, and links keep working.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256

from store.formats import Folder, Item, Losses
from store.models import Annotation, Article, ArticleState

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~=^$%&!])")
_AT_START = re.compile(r"^(\s*)([-+:]|\d+[.)])", re.MULTILINE)
_NO_LINK = re.compile(r"[\[\]|#^\\/:]+")
_NO_TAG = re.compile(r"[^\w/-]+")
_NO_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON has in strings as it is, and YAML only escaped."""
_UNKNOWN = "Speaker not known"


def escape(text: str) -> str:
    """`text` as Markdown that shows exactly it: no tag, link, heading, emphasis or list comes of it."""
    return _AT_START.sub(_escape_start, _SPECIAL.sub(r"\\\1", text))


def _escape_start(match: re.Match[str]) -> str:
    blank, mark = match.groups()
    return f"{blank}{mark[:-1]}\\{mark[-1]}"


class Markdown(Folder):
    """See the module. With `wiki_links`, people and speakers are links to notes that are called like them."""

    name = "markdown"
    suffix = ".md"
    about = "a note an article, with highlights, notes and quotations: opens in Obsidian"

    def __init__(self, *, wiki_links: bool = False) -> None:
        self._wiki_links = wiki_links

    def write(self, item: Item, losses: Losses) -> Iterator[tuple[str, str]]:
        """One file: front matter, the article's note, highlights, entities by label, quotations by speaker."""
        kept = [annotation for annotation in item.annotations if annotation.verdict != "rejected"]
        rejected = len(item.annotations) - len(kept)
        if rejected:
            losses.add("it says what is in an article, and these were rejected", rejected)
        parts = [_front_matter(item.article, item.state), f"# {escape(item.article.title)}"]
        if item.state and item.state.note:
            parts.append(escape(item.state.note))
        orphans = [annotation for annotation in kept if annotation.anchor == "orphaned"]
        placed = [annotation for annotation in kept if annotation.anchor != "orphaned"]
        parts += _section("Highlights", [_block(a) for a in placed if a.kind == "highlight"])
        parts += self._entities([a for a in placed if a.kind == "entity"])
        parts += self._quotes([a for a in placed if a.kind == "quote"])
        parts += _section("No longer in the text", [_block(annotation) for annotation in orphans])
        yield self.suffix, "\n\n".join(parts) + "\n"

    def _entities(self, found: list[Annotation]) -> list[str]:
        """Lists by label: each name once with how it is written, and each mark that has a note or tags."""
        by_label: dict[str, dict[str, list[Annotation]]] = {}
        for annotation in found:
            by_label.setdefault(annotation.label, {}).setdefault(_name(annotation), []).append(annotation)
        blocks: list[str] = []
        for label, names in by_label.items():
            lines: list[str] = []
            for name, named in names.items():
                lines.append(self._listed(label, name, list(map(_words, named))))
                lines += [_remarked(annotation) for annotation in named if annotation.note or annotation.tags]
            blocks.append(f"**{escape(label)}**\n\n" + "\n".join(lines))
        return _section("Entities", blocks)

    def _listed(self, label: str, name: str, written: list[str]) -> str:
        """One name. Its block id is made of it, and so stays when marks come and go."""
        shown = self._linked(name) if label == "PERSON" else escape(name)
        others = ", ".join(escape(words) for words in dict.fromkeys(written) if words != name)
        times = f" ×{len(written)}" if len(written) > 1 else ""
        block = f"name-{sha256(f'{label} {name}'.encode()).hexdigest()[:8]}"
        return f"- {shown}{f' ({others})' if others else ''}{times} ^{block}"

    def _quotes(self, found: list[Annotation]) -> list[str]:
        blocks: list[str] = []
        speakers = [_speaker(annotation) for annotation in found]
        for speaker in dict.fromkeys(speakers):
            blocks.append(f"### {escape(speaker) if speaker == _UNKNOWN else self._linked(speaker)}")
            blocks += [_block(a) for a, whose in zip(found, speakers, strict=True) if whose == speaker]
        return _section("Quotations", blocks)

    def _linked(self, name: str) -> str:
        """The name, as a link where they are asked for: without the signs that no link may have."""
        target = " ".join(_NO_LINK.sub(" ", name).split())
        return f"[[{target}]]" if self._wiki_links and target else escape(name)


def _front_matter(article: Article, state: ArticleState | None) -> str:
    fields: dict[str, object] = {"title": article.title, "source": article.source}
    fields |= {"url": article.url, "author": article.byline, "date": article.published}
    fields |= {"id": article.id, "tags": [_tag(tag) for tag in state.tags] if state else []}
    # JSON is YAML: every string is quoted, so that no title can become anything else.
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    return "\n".join(["---", *lines, "---"])


def _yaml(value: object) -> str:
    return _NO_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _tag(tag: str) -> str:
    """A tag as Obsidian takes it: letters, digits, `_`, `-` and `/`, and no mere number."""
    made = _NO_TAG.sub("-", tag).strip("-") or "tag"
    return f"{made}-" if made.isdigit() else made


def _section(title: str, blocks: list[str]) -> list[str]:
    return [f"## {title}", *blocks] if blocks else []


def _words(annotation: Annotation) -> str:
    return " ".join(annotation.exact.split())


def _name(annotation: Annotation) -> str:
    return " ".join(annotation.name.split()) or _words(annotation)


def _remarked(annotation: Annotation) -> str:
    return f"    - {escape(_words(annotation))}{_remarks(annotation, ': ')} ^{_block_id(annotation)}"


def _speaker(annotation: Annotation) -> str:
    speaker = annotation.speaker
    return (" ".join((speaker.name or speaker.text).split()) or _UNKNOWN) if speaker else _UNKNOWN


def _block(annotation: Annotation) -> str:
    """The words as a block quotation, then its id on a line of its own, as Obsidian wants it, the note and the tags."""
    words = "\n".join(f"> {escape(line)}".rstrip() for line in annotation.exact.split("\n"))
    remarks = _remarks(annotation, "")
    return f"{words}\n\n^{_block_id(annotation)}" + (f"\n\n{remarks}" if remarks else "")


def _remarks(annotation: Annotation, before: str) -> str:
    note = escape(annotation.note)
    if before:
        note = " ".join(note.split())
    tags = " ".join(f"#{_tag(tag)}" for tag in annotation.tags)
    remarks = " ".join(part for part in (note, tags) if part)
    return before + remarks if remarks else ""


def _block_id(annotation: Annotation) -> str:
    """Obsidian takes Latin letters, digits and `-` in a block id."""
    return re.sub(r"[^A-Za-z0-9-]", "-", annotation.id)


FORMAT = Markdown()
