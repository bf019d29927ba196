"""What can go wrong, said for a person. Every error carries a sentence; how it is shown is chosen at the edge."""

from __future__ import annotations


class QuotidianError(Exception):
    """Something that could not be done: `title` names it in a few words, `sentence` says what failed and what to do."""

    title = "Something could not be done"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class UsageError(QuotidianError):
    """The request itself makes no sense (exit code 2)."""

    title = "That is not how it is used"


class SourceError(QuotidianError):
    """An article could not be read from where it was said to be."""

    title = "This could not be read"


class UnknownArticle(QuotidianError):
    """No article has this id."""

    title = "No such article"


class UnknownAnnotation(QuotidianError):
    """No annotation has this id."""

    title = "No such annotation"


class OffsetError(QuotidianError):
    """Offsets that lie outside the text, are empty, or cut a character in two."""

    title = "Those offsets do not fit the text"


class RecordError(QuotidianError):
    """A subscription, a saved search or a word on a name that can't be kept as it is."""

    title = "This could not be kept"


class StoreError(QuotidianError):
    """The library could not be opened, read or written."""

    title = "The library could not be used"


class ReadOnlyError(StoreError):
    """The library is open for reading only; the sentence says why."""

    title = "The library is read-only"


class PipelineError(QuotidianError):
    """A pipeline is missing, does not load, or its process ended."""

    title = "The analysis could not run"


class FormatError(QuotidianError):
    """A file of annotations is not in the format it was said to be in; the sentence names the line and the reason."""

    title = "This file could not be understood"


class ConfigError(UsageError):
    """The configuration file has an unknown key or a value of the wrong kind; the sentence names the line."""

    title = "The configuration could not be used"


class QueryError(UsageError):
    """A query that can't be read: `at` is the offset in it where it goes wrong."""

    title = "That query makes no sense"

    def __init__(self, sentence: str, at: int) -> None:
        super().__init__(sentence)
        self.at = at
