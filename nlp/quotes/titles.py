"""Quoted stretches that are names of works and not speech: "Meet the Press"."""

from __future__ import annotations

from nlp.quotes.document import Document, Stretch
from nlp.quotes.lexicon import (
    CUES,
    FUNCTION_WORDS,
    NOMINATIVE,
    PERFORMED,
    POSSESSIVE_ENDING,
    WORK_WORDS,
)
from nlp.quotes.tokens import Token

_LONGEST = 8
_SIGNS = frozenset({"that", "which", "it", "sign", "signs", "who", "banner", "banners", "shirt", "placard"})
_REPLY_REACH = 4


def is_title(doc: Document, stretch: Stretch) -> bool:
    """Whether a stretch is set in Title Case and nothing around it introduces speech."""
    words = [token for token in doc.between(stretch.first, stretch.stop) if token.alnum]
    if not words:
        return True
    if len(words) > _LONGEST or not stretch.first or not _title_case(words):
        return False
    before = doc.tokens[stretch.first - 1]
    if before.lower in WORK_WORDS:
        return True
    new_paragraph = before.paragraph != doc.tokens[stretch.first].paragraph
    if len(words) < 2 or new_paragraph or stretch.final in "!?" or before.text in {",", ":"}:
        return False
    if stretch.final == "," and _reply_follows(doc, stretch.stop):
        return False
    return before.lower not in CUES or _performed(doc, stretch, before, len(words))


def _title_case(words: list[Token]) -> bool:
    return words[0].upper and all(
        word.upper or word.text[0].isdigit() or word.lower in FUNCTION_WORDS or word.lower in POSSESSIVE_ENDING
        for word in words
    )


def _reply_follows(doc: Document, stop: int) -> bool:
    """'"Your Honor," I said': a short clause with a cue comes next."""
    following = doc.tokens[stop : stop + _REPLY_REACH]
    for number, token in enumerate(following):
        if token.lower in CUES and not token.upper:
            return all(t.upper or t.lower in NOMINATIVE or t.lower == "the" for t in following[:number])
    return False


def _performed(doc: Document, stretch: Stretch, before: Token, words: int) -> bool:
    """What is read, sung or written is a title, unless it is what a sign says."""
    if before.lower not in PERFORMED or words < 3 or stretch.final in ",.":
        return False
    return stretch.first < 2 or doc.tokens[stretch.first - 2].lower not in _SIGNS
