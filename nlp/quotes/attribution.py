"""Who said each quoted stretch: ordered rules, of which the first that matches decides."""

from __future__ import annotations

from collections.abc import Callable

from nlp.quotes.after import cue_after, dash_signature, sentence_tail
from nlp.quotes.before import characterised, cue_before, last_cue_with_subject
from nlp.quotes.cues import is_according, verb_of
from nlp.quotes.document import Attribution, Document, Stretch
from nlp.quotes.extent import settle_extent, widen_fragment
from nlp.quotes.subjects import clause_subject

Rule = Callable[[Document, Stretch], Attribution | None]

_SENTENCE_WORDS = 3
"""The fewest words that make a whole sentence in marks speech with no cue near it."""
_LONG_WORDS = 8
_FRAGMENT_WORDS = 4
_UNATTRIBUTED_WORDS = 6
_FAR_PARAGRAPHS = 2


def attribute(doc: Document) -> None:
    """Give every stretch that is speech its attribution, its extent and its group, in order."""
    for stretch in doc.stretches:
        if _continue(doc, stretch):
            continue
        found = next(filter(None, (rule(doc, stretch) for rule in RULES)), None)
        if found is not None:
            stretch.attribution = found
            settle_extent(doc, stretch)
            continue
        found = next(filter(None, (rule(doc, stretch) for rule in FALLBACKS)), None)
        if found is None and _stays(doc, stretch):
            found = Attribution(None, None, "unattributed", 1)
        stretch.attribution = found
        if found is not None and not _opens_sentence(doc, stretch):
            widen_fragment(doc, stretch)


def _previous(doc: Document, stretch: Stretch) -> Stretch | None:
    return doc.stretches[stretch.index - 1] if stretch.index else None


def _same_paragraph(doc: Document, one: Stretch, other: Stretch) -> bool:
    return doc.same_paragraph(one.stop - 1, other.first)


def _opens_sentence(doc: Document, stretch: Stretch) -> bool:
    return doc.sentence(stretch.first)[0] >= stretch.first


def _continue(doc: Document, stretch: Stretch) -> bool:
    """'"A," X said, "B"' and '"A," X said. "B."': one quotation, unless B has an attribution of its own."""
    before = _previous(doc, stretch)
    if before is None or before.attribution is None or not _leads_on(doc, before, stretch):
        return False
    own = cue_after(doc, stretch)
    if own is not None and own.cue is not None and _reports(doc, own.cue[0]):
        stretch.attribution = own
        settle_extent(doc, stretch)
        return True
    stretch.attribution = before.attribution._replace(rule="continued", sureness=3)
    _join(stretch, before)
    return True


def _reports(doc: Document, cue: int) -> bool:
    return is_according(doc, cue) or verb_of(doc, cue) != ""


def _join(stretch: Stretch, before: Stretch) -> None:
    stretch.group = before.group if before.group is not None else before.index
    before.group = stretch.group


def _leads_on(doc: Document, before: Stretch, stretch: Stretch) -> bool:
    """Whether only the reporting clause of `before` stands between the two, and it ends in a comma or full stop."""
    attribution = before.attribution
    if attribution is None or attribution.speaker is None or not _same_paragraph(doc, before, stretch):
        return False
    if not (attribution.rule in AFTER_RULES or attribution.rule == "continued"):
        return False
    between = doc.tokens[before.stop : stretch.first]
    while between and between[-1].text in {'"', "”", "“"}:
        between.pop()  # the marks of a title: told the "Morning Show." "B."
    if not between or between[-1].text not in {",", ".", ":"}:
        return False
    cue_stop = attribution.cue[0] + 1 if attribution.cue else before.stop
    if doc.cues_in(max(cue_stop, before.stop), stretch.first):
        return False
    stop = next((n for n, token in enumerate(between) if token.text in {".", "!", "?"}), len(between))
    return not any(token.alnum for token in between[stop:])


AFTER_RULES = frozenset(
    {
        "subject and verb after",
        "verb and subject after",
        "according to, after",
        "clause after a comma",
        "clause after, without a comma",
    }
)


def in_paragraph(doc: Document, stretch: Stretch) -> Attribution | None:
    """A whole sentence in marks has the speaker of the quotation before it in its paragraph."""
    before = _previous(doc, stretch)
    if not _speech_by_length(doc, stretch) or before is None or before.attribution is None or before.speaker is None:
        return None
    if not _same_paragraph(doc, before, stretch) or not _opens_sentence(doc, stretch):
        return None
    if before.attribution.rule in AFTER_RULES or before.attribution.rule == "continued":
        _join(stretch, before)
    return before.attribution._replace(rule="speaker of the paragraph", sureness=2)


def sentence_before(doc: Document, stretch: Stretch) -> Attribution | None:
    """A whole sentence in marks after a sentence that ends in a colon or holds a cue."""
    if not _speech_by_length(doc, stretch) or not _opens_sentence(doc, stretch) or not stretch.first:
        return None
    last = stretch.first - 1
    if doc.quoted(last):
        return None
    start, stop = doc.sentence(last)
    colon = doc.tokens[last].text == ":"
    near = doc.tokens[stretch.first].paragraph - doc.tokens[last].paragraph <= 1
    found = last_cue_with_subject(doc, start, stop) if colon or near else None
    if found is None and colon:
        subject = clause_subject(doc, start, last)
        found = Attribution(subject, (last, last + 1), "sentence before", 2) if subject else None
    return found


def quotation_before(doc: Document, stretch: Stretch) -> Attribution | None:
    """A whole sentence in marks, soon after another quotation."""
    before = _previous(doc, stretch)
    if not _speech_by_length(doc, stretch) or before is None or before.attribution is None or before.speaker is None:
        return None
    if not _opens_sentence(doc, stretch) or stretch.paragraph - before.paragraph > _FAR_PARAGRAPHS:
        return None
    return before.attribution._replace(rule="speaker of the quotation before", sureness=1)


def subject_before(doc: Document, stretch: Stretch) -> Attribution | None:
    """A whole sentence in marks: the subject of the sentence before it."""
    if not _speech_by_length(doc, stretch) or not _opens_sentence(doc, stretch) or not stretch.first:
        return None
    subject = clause_subject(doc, *doc.sentence(stretch.first - 1))
    return Attribution(subject, None, "subject of the sentence before", 1) if subject else None


def sentence_subject(doc: Document, stretch: Stretch) -> Attribution | None:
    """Words in the middle of a sentence without a cue: its earlier quotation's speaker, or its subject."""
    start, _ = doc.sentence(stretch.first)
    short_reply = stretch.final in ",.?!" and stretch.words >= 2
    if start >= stretch.first or not (stretch.words >= _FRAGMENT_WORDS or short_reply):
        return None
    before = _previous(doc, stretch)
    if before and before.attribution and before.speaker and start <= before.first:
        return before.attribution._replace(rule="speaker in the sentence", sureness=1)
    subject = clause_subject(doc, start, stretch.first) if stretch.words >= _FRAGMENT_WORDS else None
    return Attribution(subject, None, "subject of the sentence", 1) if subject else None


def _speech_by_length(doc: Document, stretch: Stretch) -> bool:
    return stretch.words >= _LONG_WORDS or (stretch.words >= _SENTENCE_WORDS and _opens_sentence(doc, stretch))


def _stays(doc: Document, stretch: Stretch) -> bool:
    whole = stretch.words >= _UNATTRIBUTED_WORDS and _opens_sentence(doc, stretch)
    return whole and stretch.final in ".,?!"


RULES: tuple[Rule, ...] = (characterised, dash_signature, cue_after, cue_before, sentence_tail)
FALLBACKS: tuple[Rule, ...] = (in_paragraph, sentence_before, quotation_before, subject_before, sentence_subject)
