"""Where people are mentioned: what an entity recogniser found, and what names, titles and cues give away.

The guesser needs no recogniser; with one, it adds the names that were missed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from nlp.quotes.document import Document
from nlp.quotes.given_names import is_given_name
from nlp.quotes.grammar import is_cue_form, is_finite, is_proper, steps_over
from nlp.quotes.lexicon import (
    NOT_NAMES,
    ORGANISATION_OR_SURNAME,
    ORGANISATION_WORDS,
    POSSESSIVE_ENDING,
    STATE_OFFICES,
    SUFFIXES,
    TITLES,
    words,
)
from nlp.quotes.tokens import Token

PERSON_LABELS = frozenset({"PERSON", "PER"})
_NAME_PARTICLES = words("de da di del della dos al el bin ibn van von der den la le ul ur")
_LONGEST_NAME = 5


class Named(NamedTuple):
    """An entity that was found: characters `[start, end)`, its label and its canonical name in this text, or ""."""

    start: int
    end: int
    label: str
    name: str = ""


class Mention(NamedTuple):
    """A person's name at tokens `[first, stop)`, without titles."""

    first: int
    stop: int
    last: str
    """The surname in lower case: what mentions of one person share."""
    full: str | None
    """The whole name where it has more than one word."""
    sure: bool
    """Found by the recogniser, or a given name, title or cue shows that it is a person."""


def find_mentions(doc: Document, named: Sequence[Named]) -> list[Mention]:
    """Everyone who is mentioned, in order, never overlapping."""
    given = [mention for entity in named if entity.label in PERSON_LABELS for mention in _given(doc, entity)]
    others = [entity for entity in named if entity.label not in PERSON_LABELS]
    mentions = _merge(given, _guess(doc, given, others))
    return _merge(mentions, _beside_verbs(doc, mentions, others))


def _merge(kept: list[Mention], more: list[Mention]) -> list[Mention]:
    """Both, without those of `more` that overlap one of `kept`."""
    result = sorted(kept + [m for m in more if not _overlaps(m.first, m.stop, kept)])
    return [m for n, m in enumerate(result) if not n or m.first >= result[n - 1].stop]


def _overlaps(first: int, stop: int, mentions: list[Mention]) -> bool:
    index = bisect_right(mentions, first, key=lambda m: m.first)
    before = index > 0 and mentions[index - 1].stop > first
    return before or (index < len(mentions) and mentions[index].first < stop)


def _given(doc: Document, entity: Named) -> list[Mention]:
    first, stop = doc.token_at(entity.start), doc.token_at(entity.end)
    while first < stop and (doc.tokens[first].bare in TITLES or not doc.tokens[first].alnum) and stop - first > 1:
        first += 1
    mention = _mention(doc, first, stop, sure=True)
    if mention is None:
        return []
    return [mention._replace(full=entity.name) if len(entity.name.split()) > 1 else mention]


def _mention(doc: Document, first: int, stop: int, *, sure: bool) -> Mention | None:
    parts = [token for token in doc.between(first, stop) if token.lower not in POSSESSIVE_ENDING and token.alnum]
    while len(parts) > 1 and parts[-1].bare in SUFFIXES:
        parts.pop()
    if not parts:
        return None
    full = " ".join(doc.text[parts[0].start : parts[-1].end].split()) if len(parts) > 1 else None
    return Mention(first, stop, parts[-1].lower, full, sure)


def _guess(doc: Document, given: list[Mention], others: list[Named]) -> list[Mention]:
    """Runs of capitals that look like names, where something nearby shows a person."""
    blocked = sorted(others)
    runs = [run for run in _runs(doc) if not _overlaps(*run, given)]
    shown = {mention.last for mention in given}
    candidates: list[tuple[Mention, bool]] = []
    for first, stop in runs:
        mention = _mention(doc, first, stop, sure=False)
        if mention is None:
            continue
        person = _is_shown(doc, mention)
        if person and not (_is_other(doc, mention, blocked) and not is_given_name(doc.tokens[first].lower)):
            shown.add(mention.last)
        candidates.append((mention, _is_well_formed(doc, mention)))
    found = []
    for mention, well_formed in candidates:
        known = mention.last in shown and (well_formed or mention.full is None)
        blocked_here = _is_other(doc, mention, blocked)
        if known or (well_formed and not blocked_here):
            found.append(mention._replace(sure=known))
    return found


def _runs(doc: Document) -> list[tuple[int, int]]:
    """Maximal runs of capitalised words in one line, cut at titles."""
    tokens, found, index = doc.tokens, [], 0
    headlines = _headlines(doc)
    while index < len(tokens):
        if not _is_name_word(tokens[index]):
            index += 1
            continue
        stop = index + 1
        while stop < len(tokens) and _goes_on(doc, stop):
            stop += 1
        first = _skip_description(doc, index, stop)
        if tokens[index].paragraph not in headlines:
            found.append((first, stop))
        elif is_given_name(tokens[first].lower):
            found.append((first, min(stop, first + 2)))
        index = stop
    return found


def _headlines(doc: Document) -> set[int]:
    """The paragraphs in Title Case, where a run of capitals is no name."""
    counts: dict[int, tuple[int, int]] = {}
    for token in doc.tokens:
        if token.alpha and len(token.text) > 3:
            upper, every = counts.get(token.paragraph, (0, 0))
            counts[token.paragraph] = upper + token.upper, every + 1
    return {number for number, (upper, every) in counts.items() if every >= 4 and upper >= 0.8 * every}


def _is_name_word(token: Token) -> bool:
    return token.alpha and is_proper(token) and token.bare not in TITLES


def _goes_on(doc: Document, index: int) -> bool:
    tokens = doc.tokens
    token, before = tokens[index], tokens[index - 1]
    if not doc.same_paragraph(index - 1, index) or token.stretch != before.stretch:
        return False
    if _is_name_word(token):
        return True
    particle = token.lower in _NAME_PARTICLES and not token.upper
    if not particle or index + 1 >= len(tokens):
        return False
    following = tokens[index + 1]
    return _is_name_word(following) or following.lower in _NAME_PARTICLES


def _skip_description(doc: Document, first: int, stop: int) -> int:
    """Past what stands before a name: "State" in "Secretary of State Ann Lee", "Democrat" in "Democrat Ann Lee"."""
    tokens = doc.tokens
    if stop - first >= 3 and first and tokens[first - 1].lower == "of" and tokens[first].lower in STATE_OFFICES:
        first += 1
    for index in range(first, stop - 1):
        if is_given_name(tokens[index].lower):
            return index
    return first


def _name_tokens(doc: Document, mention: Mention) -> list[Token]:
    return [t for t in doc.between(mention.first, mention.stop) if t.alnum and t.lower not in POSSESSIVE_ENDING]


def _is_well_formed(doc: Document, mention: Mention) -> bool:
    """Two to five words, none of an organisation, none in capitals throughout."""
    parts = _name_tokens(doc, mention)
    if not 2 <= len(parts) <= _LONGEST_NAME:
        return False
    barred = ORGANISATION_WORDS
    if len(parts) == 2 and is_given_name(parts[0].lower):
        barred = ORGANISATION_WORDS - ORGANISATION_OR_SURNAME
    return not any(part.bare in barred or (part.text.isupper() and len(part.text) > 3) for part in parts)


def _is_shown(doc: Document, mention: Mention) -> bool:
    """Whether a given name, a title or a cue shows that this is a person."""
    tokens = doc.tokens
    before = tokens[mention.first - 1] if mention.first else None
    titled = before is not None and before.bare in TITLES and before.upper
    parts = _name_tokens(doc, mention)
    if len(parts) == 1:
        return titled and parts[0].bare not in ORGANISATION_WORDS
    if not _is_well_formed(doc, mention):
        return False
    if titled or is_given_name(parts[0].lower) or (before is not None and before.bare in TITLES):
        return True
    return _beside_cue(doc, mention.first, mention.stop)


def _beside_cue(doc: Document, first: int, stop: int) -> bool:
    tokens = doc.tokens
    after = stop < len(tokens) and is_cue_form(tokens[stop])
    return after or (first > 0 and is_cue_form(tokens[first - 1]))


def _is_other(doc: Document, mention: Mention, others: list[Named]) -> bool:
    """Whether the recogniser found something that is no person here."""
    if not others:
        return False
    start, end = doc.tokens[mention.first].start, doc.tokens[mention.stop - 1].end
    index = bisect_left(others, end, key=lambda entity: entity.start)
    return index > 0 and others[index - 1].end > start


def _beside_verbs(doc: Document, mentions: list[Mention], others: list[Named]) -> list[Mention]:
    """Single capitalised words that are the subject of a cue: surnames that nothing else shows."""
    known = {mention.last for mention in mentions}
    lower = {token.lower for token in doc.tokens if not token.upper}
    starts = set(doc.sentences)
    blocked = sorted(others)
    found = []
    for index, token in enumerate(doc.tokens[:-1]):
        if not _is_name_word(token) or len(token.text) < 2 or token.text.isupper() or token.bare in NOT_NAMES:
            continue
        if token.lower in lower or _overlaps(index, index + 1, mentions) or _follows_name(doc, index, starts):
            continue
        mention = Mention(index, index + 1, token.lower, None, token.lower in known)
        if not _is_other(doc, mention, blocked) and _is_subject(doc, index, token.lower in known):
            found.append(mention)
    return found


def _follows_name(doc: Document, index: int, starts: set[int]) -> bool:
    if not index or index in starts:
        return False
    before = doc.tokens[index - 1]
    return is_proper(before) and before.bare not in TITLES and before.stretch < 0


def _is_subject(doc: Document, index: int, known: bool) -> bool:
    tokens = doc.tokens
    verb = index + 1
    while verb < len(tokens) - 1 and verb < index + 6 and steps_over(doc, verb) and not is_finite(doc, verb):
        verb += 1
    if is_cue_form(tokens[verb]) or (known and is_finite(doc, verb)):
        return True
    return index > 0 and tokens[index - 1].lower in {"said", "says", "added"} and tokens[index - 1].stretch < 0
