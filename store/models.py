"""What Quotidian knows: the records that every other room passes around.

Plain frozen data, compared by value and changed by `msgspec.structs.replace`. Offsets are Unicode code points into
`Article.text`, half-open `[start, end)`. Times are ISO 8601 in UTC with a trailing `Z`, or "" where unknown.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Confidence = Literal["high", "medium", "low"]
QuoteKind = Literal["direct", "mixed", "indirect"]
AnnotationKind = Literal["entity", "quote", "highlight"]
Verdict = Literal["added", "accepted", "corrected", "rejected", "suggested"]
"""What a person said of it. "suggested": nothing yet; only exports have it, and no library keeps it."""
Anchor = Literal["placed", "moved", "orphaned"]

HAND = "hand"
"""The origin of an annotation that nothing suggested."""

LIBRARY = "library"
"""The origin of an annotation that the person's own labels in other articles suggested."""

ENTITY_LABELS: tuple[str, ...] = (
    "PERSON",
    "ORG",
    "GPE",
    "LOC",
    "NORP",
    "EVENT",
    "DATE",
    "MONEY",
    "FAC",
    "PRODUCT",
    "WORK_OF_ART",
    "LAW",
    "LANGUAGE",
    "TIME",
    "PERCENT",
    "QUANTITY",
    "ORDINAL",
    "CARDINAL",
)
"""spaCy's OntoNotes labels, the ones that news uses most first: their order gives the keys 1 to 9 and 0."""


class Article(Struct, frozen=True, kw_only=True):
    """One article at one revision of its text."""

    id: str
    """Hash of where it came from (`store.text.article_id`): reading the same source again gives the same id."""
    source: str
    """What it was read from, as a person would write it: a path, a URL or `-`."""
    title: str
    text: str
    """Clean text (`store.text.clean`): NFC, `\\n` only, no control characters, paragraphs one blank line apart."""
    text_hash: str
    """`store.text.text_hash(text)`."""
    url: str = ""
    byline: str = ""
    published: str = ""
    fetched: str = ""
    language: str = ""
    feed: str = ""
    """The id of the subscription that it came by; "" where it was added on its own."""


class ArticleRow(Struct, frozen=True, kw_only=True):
    """What a list shows of an article, without its text."""

    id: str
    source: str
    title: str
    byline: str
    published: str
    fetched: str
    words: int
    text_hash: str
    feed: str = ""


class Revision(Struct, frozen=True, kw_only=True):
    """One text that an article had."""

    text_hash: str
    fetched: str
    """When it was first read."""


class Entity(Struct, frozen=True, kw_only=True):
    """A named entity that a pipeline found. `text == article.text[start:end]`."""

    start: int
    end: int
    text: str
    label: str
    name: str
    """The canonical name in this document: 'Antony Blinken' for 'Blinken'."""


class Mention(Struct, frozen=True, kw_only=True):
    """A speaker's mention in the text; `name` is who it stands for, or None where that is not known.

    Where a changed text no longer has the words, `start == end`: a Cue likewise.
    """

    start: int
    end: int
    text: str
    name: str | None = None


class Cue(Struct, frozen=True, kw_only=True):
    """The word or words that report the speech: 'said', 'according to'."""

    start: int
    end: int
    text: str


class Quote(Struct, frozen=True, kw_only=True):
    """A quotation that was found. `text == article.text[start:end]`; its words, marks included, are in `parts`."""

    start: int
    end: int
    text: str
    parts: tuple[tuple[int, int], ...]
    """The stretches that were said, in order; more than one where the reporting clause splits the quotation."""
    kind: QuoteKind
    speaker: Mention | None
    cue: Cue | None
    confidence: Confidence


class Analysis(Struct, frozen=True, kw_only=True):
    """What one pipeline found in one text; entities by (start, end), quotes by start."""

    article: str
    text_hash: str
    pipeline: str
    """`name@version` of the pipeline."""
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()


class Annotation(Struct, frozen=True, kw_only=True):
    """A mark that a person made or judged. Where it is placed, `exact == article.text[start:end]`."""

    id: str
    article: str
    text_hash: str
    """The revision that the offsets belong to."""
    kind: AnnotationKind
    start: int
    end: int
    exact: str
    prefix: str = ""
    """Up to 32 characters before `start`, to find the place again in a changed text."""
    suffix: str = ""
    """Up to 32 characters after `end`."""
    label: str = ""
    """The entity label; for a quote, its QuoteKind; "" for a highlight."""
    name: str = ""
    """The canonical name of an entity, "" where none was given."""
    parts: tuple[tuple[int, int], ...] = ()
    """A quote's stretches; empty for everything else."""
    speaker: Mention | None = None
    cue: Cue | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    unsure: bool = False
    """Flagged by the person to look at again."""
    verdict: Verdict = "added"
    origin: str = HAND
    """HAND, LIBRARY, or the id of the pipeline that suggested it."""
    annotator: str = ""
    created: str = ""
    modified: str = ""
    anchor: Anchor = "placed"
    """'moved' where a changed text was matched only nearly, 'orphaned' where it was not matched: both are shown."""


class ArticleState(Struct, frozen=True, kw_only=True):
    """What a person made of an article as a whole."""

    article: str
    read: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    removed: bool = False
    """Hidden from lists and searches; nothing of it is deleted."""


class Subscription(Struct, frozen=True, kw_only=True, tag="subscription"):
    """A feed that the person follows. What was fetched of it is in `library.db`."""

    id: str
    url: str
    """The address that the person gave, or that the feed moved to for good."""
    title: str = ""
    """The person's own name for it; "": the feed's."""
    tags: tuple[str, ...] = ()
    added: str = ""


class SavedSearch(Struct, frozen=True, kw_only=True, tag="search"):
    """A query under a name. Where it has tags it is a rule too: what arrives and matches gets them."""

    id: str
    name: str
    query: str
    tags: tuple[str, ...] = ()


class Known(Struct, frozen=True, kw_only=True, tag="known"):
    """The person's own word on what the library knows about a name, above what their marks say."""

    id: str
    text: str
    """The words, as they stand in texts."""
    label: str
    use: bool = True
    """Whether these words are suggested with this label; False: never."""


Record = Subscription | SavedSearch | Known
"""What a person made that belongs to no article."""


class Change(Struct, frozen=True, kw_only=True):
    """One thing a person did: all of it happens or none, and one undo takes all of it back.

    `put` holds annotations to insert, or to replace by id; `remove` ids of annotations; `states` article states; `keep`
    records to insert, or to replace by kind and id; `drop` records to take away, found by kind and id.
    """

    what: str
    """What was done, in words for the status line and the log: "label 'Blinken' PERSON"."""
    put: tuple[Annotation, ...] = ()
    remove: tuple[str, ...] = ()
    states: tuple[ArticleState, ...] = ()
    keep: tuple[Record, ...] = ()
    drop: tuple[Record, ...] = ()
