"""From a text to its analysis: in one go, or piece by piece so that it can be stopped and shown while it grows.

The statistical components see one piece of a long text at a time; ours, which follow names and speech through a whole
article, then see all of it. So a long text's analysis does not depend on how it was cut, nor on spaCy's length limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace
from spacy.language import Language
from spacy.tokens import Doc

from nlp.chunks import from_visible, pieces
from nlp.pipelines import OURS, pipeline_id
from nlp.protocol import Text
from store.models import Analysis, Cue, Entity, Mention, Quote
from store.text import clean_line, text_hash


def from_doc(doc: Doc, text: Text, pipeline: str) -> Analysis:
    """What the components found in `doc`, which was made from `text`."""
    entities = (
        Entity(start=e.start_char, end=e.end_char, text=e.text, label=e.label_, name=e.id_ or e.text) for e in doc.ents
    )
    quotes: Sequence[Quote] = (doc._.quotes or ()) if Doc.has_extension("quotes") else ()
    return Analysis(
        article=text.article,
        text_hash=text.text_hash,
        pipeline=pipeline,
        entities=tuple(entities),
        quotes=tuple(quotes),
    )


def analyse(nlp: Language, text: str, article: str = "") -> Analysis:
    """What `nlp` finds in `text`, of any length, which belongs to the article with the id `article`."""
    return _to_the_end(nlp, Text(article=article, text=text, text_hash=text_hash(text)))


def analyse_many(nlp: Language, texts: Sequence[Text]) -> Iterator[Analysis | str]:
    """The analysis of each text in order, or a sentence where a text could not be analysed."""
    for is_short, group in groupby(texts, key=lambda text: len(pieces(text.text)) <= 1):
        some = list(group)
        yield from _together(nlp, some) if is_short else (_alone(nlp, text) for text in some)


def _together(nlp: Language, texts: Sequence[Text]) -> list[Analysis | str]:
    """Short texts in one stream, which is quicker; one by one when one of them breaks it."""
    pipeline = pipeline_id(nlp)
    try:
        docs = nlp.pipe(text.text for text in texts)
        return [from_doc(doc, text, pipeline) for doc, text in zip(docs, texts, strict=True)]
    except Exception:  # noqa: BLE001 - a component may raise anything; `_alone` says what
        return [_alone(nlp, text) for text in texts]


def _alone(nlp: Language, text: Text) -> Analysis | str:
    try:
        return _to_the_end(nlp, text)
    except Exception as error:  # noqa: BLE001 - one broken text stops nothing
        return broken(error)


def broken(error: Exception) -> str:
    """Why a text could not be analysed, as the end of a sentence that begins with its name."""
    reason = clean_line(str(error).strip().rstrip("."), 200)
    return f"could not be analysed ({type(error).__name__}{': ' * bool(reason)}{reason}): try another pipeline."


def _to_the_end(nlp: Language, text: Text) -> Analysis:
    examination = Examination(nlp, text, partials=False)
    while examination.result is None:
        examination.advance()
    return examination.result


class Examination:
    """One text on its way through a pipeline. Between two calls of `advance` it can be dropped, or another overtake."""

    def __init__(self, nlp: Language, text: Text, visible: int = 0, *, partials: bool = True) -> None:
        """`visible` is an offset that findings are wanted around first; `partials`, whether any are before the end."""
        self.result: Analysis | None = None
        """The analysis of the whole text, once there is one."""
        self._nlp = nlp
        self._text = text
        self._pipeline = pipeline_id(nlp)
        self._whole, self._local = _components(nlp)
        self._spans = pieces(text.text)
        self._order = iter(from_visible(self._spans, visible))
        self._docs: dict[int, Doc] = {}
        self._doc: Doc | None = None
        self._remaining = list(self._whole)
        self._entities: list[Entity] = []
        self._quotes: list[Quote] = []
        self._next_partial = 1
        self._partials = partials

    def advance(self) -> Analysis | None:
        """Do the next piece of work. Returns findings worth showing: all so far, as often as their share doubles."""
        if len(self._spans) <= 1:
            return self._finish(self._nlp(self._text.text))
        if (piece := next(self._order, None)) is not None:
            start, end = self._spans[piece]
            doc = self._nlp(self._text.text[start:end], disable=self._whole)
            self._docs[piece] = doc
            return self._partial(doc, start) if self._partials else None
        return self._together()

    def _together(self) -> Analysis | None:
        """All pieces as one document, then one more component that wants it whole, and so on to the last."""
        if self._doc is None:
            self._doc = Doc.from_docs([self._docs.pop(n) for n in range(len(self._spans))], ensure_whitespace=False)
        elif self._remaining:
            self._doc = self._nlp.get_pipe(self._remaining.pop(0))(self._doc)
        else:
            return self._finish(self._doc)
        return None

    def _finish(self, doc: Doc) -> Analysis:
        self.result = from_doc(doc, self._text, self._pipeline)
        return self.result

    def _partial(self, doc: Doc, start: int) -> Analysis | None:
        """All findings so far, when those in `doc`, which begins at `start`, make them twice as many as shown last."""
        # The document's own components change what they see: the piece itself is still to become part of the whole.
        found = from_doc(self._nlp(doc.copy(), disable=self._local), self._text, self._pipeline)
        self._entities += (replace(e, start=e.start + start, end=e.end + start) for e in found.entities)
        self._quotes += (shifted(quote, start) for quote in found.quotes)
        if len(self._docs) < self._next_partial:
            return None
        self._next_partial = 2 * len(self._docs)
        return replace(
            found,
            entities=tuple(sorted(self._entities, key=lambda e: e.start)),
            quotes=tuple(sorted(self._quotes, key=lambda q: q.start)),
        )


def _components(nlp: Language) -> tuple[list[str], list[str]]:
    """The names of the components that want a whole article (ours, at the end), and of those before them."""
    names = list(nlp.pipe_names)
    at = len(names)
    while at and nlp.get_pipe_meta(names[at - 1]).factory.startswith(OURS):
        at -= 1
    return names[at:], names[:at]


def shifted(quote: Quote, by: int) -> Quote:
    """The same quotation in a text that has `by` more characters before it."""

    def moved(part: Mention | Cue) -> Mention | Cue:
        return replace(part, start=part.start + by, end=part.end + by)

    return replace(
        quote,
        start=quote.start + by,
        end=quote.end + by,
        parts=tuple((start + by, end + by) for start, end in quote.parts),
        speaker=quote.speaker and moved(quote.speaker),
        cue=quote.cue and moved(quote.cue),
    )
