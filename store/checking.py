"""What of a file may come into a library: items that fit together, clean, each once. Pure."""

from __future__ import annotations

import re
from typing import get_args

from msgspec.structs import replace

from store.errors import FormatError, OffsetError
from store.formats import Item
from store.marking import clean_tags, id_of_all
from store.models import Annotation, Article, QuoteKind
from store.rules import check_annotation
from store.text import article_id, clean, clean_line, strip_controls, text_hash

_PLAIN = re.compile(r"[0-9A-Za-z_-]{1,64}")


def is_plain(identity: str) -> bool:
    """Whether an article's id may be part of a file's name: our own are, others come from files of others."""
    return _PLAIN.fullmatch(identity) is not None


class Seen:
    """What a file had so far, by its ids."""

    def __init__(self) -> None:
        self._articles: set[str] = set()
        self._annotations: dict[str, Annotation] = {}

    def add(self, item: Item, where: str) -> Item:
        """The item, without annotations that came before in every detail.

        Raises FormatError where one article, or one annotation, comes twice: which is meant is not known. Articles
        that have no id but their text may, as in the files of several annotators: their annotations belong together,
        and two that say other things of one place are two.
        """
        article = item.article
        anonymous = article.id == article_id(article.text_hash)
        if article.id in self._articles and not anonymous:
            raise FormatError(f"{where}: article {article.id!r} comes twice in the file.")
        self._articles.add(article.id)
        new = []
        for annotation in item.annotations:
            before = self._annotations.get(annotation.id)
            if before is not None and before != annotation and anonymous:
                annotation = replace(annotation, id=id_of_all(annotation))
                before = self._annotations.get(annotation.id)
            if before is None:
                self._annotations[annotation.id] = annotation
                new.append(annotation)
            elif not anonymous or before != annotation:
                raise FormatError(f"{where}: annotation {annotation.id!r} comes twice in the file.")
        return replace(item, annotations=tuple(new))


def checked(item: Item, where: str) -> Item:
    """The item, clean, if everything in it fits together. Raises FormatError, naming `where` it stands."""
    article = item.article
    if article.id and not is_plain(article.id):
        raise FormatError(
            f"{where}: article {clean_line(article.id, 60)!r} has an id that could be a path: "
            "letters, digits, - and _ are allowed, 64 at most."
        )
    if not article.id or article.text != clean(article.text) or article.text_hash != text_hash(article.text):
        raise FormatError(f"{where}: article {article.id!r} is not as Quotidian writes it: {_fault(article)}.")
    if item.state and item.state.article != article.id:
        raise FormatError(f"{where}: what was noted belongs to another article.")
    fields = ("source", "url", "title", "byline", "published", "fetched", "language")
    lines = {field: clean_line(getattr(article, field)) for field in fields}
    state = item.state and replace(item.state, note=clean(item.state.note), tags=clean_tags(item.state.tags))
    annotations = tuple(checked_annotation(annotation, article, where) for annotation in item.annotations)
    return Item(article=replace(article, **lines), annotations=annotations, state=state)


def checked_annotation(annotation: Annotation, article: Article, where: str) -> Annotation:
    """The annotation, clean, if it fits the article's text. Raises FormatError, naming `where` it stands."""
    if annotation.article != article.id or not annotation.id:
        raise FormatError(f"{where}: annotation {annotation.id!r} belongs to another article, or has no id.")
    if annotation.kind == "quote" and annotation.label not in get_args(QuoteKind):
        raise FormatError(f"{where}: {clean_line(annotation.label, 40)!r} is no kind of quotation.")
    try:
        if annotation.anchor != "orphaned":
            check_annotation(annotation, article.text)
    except OffsetError as error:
        raise FormatError(f"{where}: annotation {annotation.id!r}: {error.sentence}") from None
    fields = ("id", "label", "name", "origin", "annotator", "created", "modified")
    lines = {field: clean_line(value) for field in fields if (value := getattr(annotation, field))}
    speaker, cue = annotation.speaker, annotation.cue
    return replace(
        annotation,
        **lines,
        exact=clean(annotation.exact) if annotation.anchor == "orphaned" else annotation.exact,
        prefix=strip_controls(annotation.prefix),
        suffix=strip_controls(annotation.suffix),
        note=clean(annotation.note),
        tags=clean_tags(annotation.tags),
        speaker=speaker
        and replace(speaker, text=strip_controls(speaker.text), name=speaker.name and clean_line(speaker.name)),
        cue=cue and replace(cue, text=strip_controls(cue.text)),
    )


def _fault(article: Article) -> str:
    if not article.id:
        return "it has no id"
    return "it has characters that are not shown" if article.text != clean(article.text) else "its hash is another"
