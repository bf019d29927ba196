"""Whom "he" and "she" stand for.

Back sentence by sentence, outside quotations, to the mention or earlier pronoun that is most likely. Pronouns are
resolved in order, so that an earlier one is known when a later one leads to it.
"""

from __future__ import annotations

from nlp.quotes.cues import is_according
from nlp.quotes.document import Document, Phrase
from nlp.quotes.given_names import Gender
from nlp.quotes.grammar import is_finite, is_past, is_proper
from nlp.quotes.lexicon import CUES, POSSESSIVE_ENDING, PREPOSITIONS, STRONG, TITLES, is_cue_of
from nlp.quotes.mentions import Mention
from nlp.quotes.people import People

_SUBJECTS: dict[str, Gender] = {"he": "m", "she": "f"}
_OBJECTS: dict[str, Gender] = {"him": "m", "her": "f"}
_BACK = 14
"""How many sentences a pronoun reaches back."""
_ENOUGH = 1.0
"""A mention that scores less is taken only if no sentence has a better one."""
_PRONOUN_SCORE = 3.2
_CUE_SCORE, _SUBJECT_SCORE, _FREE_SCORE, _GENDER_SCORE = 2.0, 2.0, 1.0, 0.7
_POSSESSIVE_COST, _PREPOSITION_COST, _UNSURE_COST = 1.0, 1.5, 1.0
_DISTANCE_COST = 0.02
Best = tuple[float, str]


class Pronouns:
    """Names for the pronouns of one document."""

    def __init__(self, doc: Document, people: People) -> None:
        self._doc = doc
        self._people = people
        self._names: dict[int, str | None] = {}
        self._best: dict[tuple[int, Gender], Best | None] = {}
        for index, token in enumerate(doc.tokens):
            gender = _SUBJECTS.get(token.lower)
            if gender and token.stretch < 0:
                self._names[index] = self._resolve(index, gender)

    def name_of(self, phrase: Phrase) -> str | None:
        """Whom a phrase that is a pronoun stands for; None where it is none, or nobody fits."""
        index = phrase.head
        if index in self._names:
            return self._names[index]
        gender = _OBJECTS.get(self._doc.tokens[index].lower)
        return self._resolve(index, gender) if gender else None

    def _resolve(self, index: int, gender: Gender) -> str | None:
        number = self._doc.sentence_number(index)
        here = self._best_in(self._doc.sentences[number], index, gender)
        if here:
            return here[1]
        fallback = None
        for sentence in range(number - 1, max(-1, number - _BACK), -1):
            best = self._best_of_sentence(sentence, gender)
            if best and best[0] >= _ENOUGH:
                return best[1]
            fallback = fallback or (best[1] if best else None)
        return fallback

    def _best_of_sentence(self, number: int, gender: Gender) -> Best | None:
        key = (number, gender)
        if key not in self._best:
            start, stop = self._doc.sentence(self._doc.sentences[number])
            self._best[key] = self._best_in(start, stop, gender)
        return self._best[key]

    def _best_in(self, start: int, stop: int, gender: Gender) -> Best | None:
        """The likeliest person among tokens `[start, stop)`, of which the first is a sentence's."""
        found: list[tuple[float, int, str]] = []
        for mention in self._people.mentions_in(start, stop):
            if self._may_be(mention, gender):
                score = self._score(mention, start, gender)
                found.append((score, -mention.first, self._people.name_of(mention, gender)))
        for index in range(start, stop):
            name = self._names.get(index)
            if name and _SUBJECTS.get(self._doc.tokens[index].lower) == gender:
                found.append((_PRONOUN_SCORE - _DISTANCE_COST * (index - start), -index, name))
                break
        if not found:
            return None
        score, _, name = max(found)
        return score, name

    def _may_be(self, mention: Mention, gender: Gender) -> bool:
        """Whether the mention is outside quotations, and a person of this gender as far as anyone can tell."""
        if self._doc.quoted(mention.first) or not self._people.fits(mention, gender):
            return False
        return mention.sure or self._beside_cue(mention) or self._people.surely(mention, gender)

    def _score(self, mention: Mention, start: int, gender: Gender) -> float:
        possessive, after_preposition = self._is_possessive(mention), self._follows_preposition(mention, start)
        score = -_DISTANCE_COST * (mention.first - start)
        score += _CUE_SCORE * self._beside_cue(mention)
        governed = self._follows_verb(mention, start)
        score += _SUBJECT_SCORE * (not governed and self._is_subject(mention, after_preposition))
        score += _FREE_SCORE * (not possessive and not after_preposition and not governed)
        score -= _POSSESSIVE_COST * possessive + _PREPOSITION_COST * after_preposition
        sure = self._people.surely(mention, gender)
        return score + _GENDER_SCORE * sure - _UNSURE_COST * (not mention.sure and not sure)

    def _is_possessive(self, mention: Mention) -> bool:
        tokens = self._doc.tokens
        follows = mention.stop < len(tokens) and tokens[mention.stop].lower in POSSESSIVE_ENDING
        return follows or tokens[mention.stop - 1].lower in POSSESSIVE_ENDING

    def _follows_preposition(self, mention: Mention, start: int) -> bool:
        """Whether a preposition other than 'according to' stands before the name and its titles."""
        tokens = self._doc.tokens
        index = mention.first - 1
        while index >= start and (tokens[index].bare in TITLES or is_proper(tokens[index])):
            index -= 1
        if index < start or tokens[index].lower not in PREPOSITIONS:
            return False
        return not (index > start and is_according(self._doc, index - 1))

    def _follows_verb(self, mention: Mention, start: int) -> bool:
        """Whether the name is the object of a participle or verb: "replacing Clinton would be hard"."""
        index = mention.first - 1
        if index < start:
            return False
        before = self._doc.tokens[index]
        verbal = before.lower.endswith("ing") or is_past(before)
        name = before.upper and (index > start or before.bare in TITLES)
        return verbal and not name and not is_cue_of(before.lower, STRONG) and before.lower not in PREPOSITIONS

    def _beside_cue(self, mention: Mention) -> bool:
        tokens = self._doc.tokens
        after = any(token.lower in CUES for token in tokens[mention.stop : mention.stop + 3])
        before = tokens[mention.first - 1].lower if mention.first else ""
        return after or (before in CUES and not before.endswith("ing"))

    def _is_subject(self, mention: Mention, after_preposition: bool) -> bool:
        tokens = self._doc.tokens
        if mention.stop >= len(tokens):
            return False
        if any(is_finite(self._doc, i) for i in range(mention.stop, min(mention.stop + 2, len(tokens)))):
            return True
        return tokens[mention.stop].text == "," and not after_preposition
