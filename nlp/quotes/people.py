"""Who is who: full names for surnames, the gender that words around a name give away, and names for speakers."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from nlp.quotes.document import Document, Phrase
from nlp.quotes.given_names import Gender, gender_of_given
from nlp.quotes.grammar import is_proper
from nlp.quotes.lexicon import (
    FAMILY_NAMES_FIRST,
    FEMALE_ADDRESS,
    FEMALE_TITLES,
    MALE_ADDRESS,
    MALE_TITLES,
    POSSESSIVE_ENDING,
)
from nlp.quotes.mentions import PERSON_LABELS, Mention, Named, find_mentions

_HE = frozenset({"he", "his", "himself"})
_SHE = frozenset({"she", "her", "herself"})
_GIVEN_VOTE, _LATER_VOTE, _TITLE_VOTE, _APPOSITIVE_VOTE, _PRONOUN_VOTE = 5, 2, 4, 3, 1
_APPOSITIVE_REACH = 14
_TITLE_REACH = 3


class People:
    """The people of one document. Names are keys: the full name where there is one, else the surname in lower case."""

    def __init__(self, doc: Document, named: Sequence[Named]) -> None:
        self._doc = doc
        self._others = sorted(entity for entity in named if entity.label not in PERSON_LABELS)
        self.mentions = find_mentions(doc, named)
        self._starts = [mention.first for mention in self.mentions]
        self._full: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._by_given: defaultdict[str, set[str]] = defaultdict(set)
        self._votes: defaultdict[str, Counter[Gender]] = defaultdict(Counter)
        for mention in self.mentions:
            if mention.full:
                self._full[mention.last][mention.full] += 1
                self._by_given[mention.full.split()[0].lower()].add(mention.full)
        for mention in self.mentions:
            self._vote(mention)

    def _key(self, mention: Mention) -> str:
        """Under what the mention's votes count: the full name, for a surname the only one that it can stand for."""
        names: Collection[str] = self._full.get(mention.last) or self._by_given.get(mention.last) or ()
        return mention.full or (next(iter(names)) if len(names) == 1 else mention.last)

    def _vote(self, mention: Mention) -> None:
        key = self._key(mention)
        votes = self._votes[key]
        if mention.full or key == mention.last:
            self._vote_by_name(mention, votes)
        self._vote_by_titles(mention, votes)
        self._vote_by_pronoun(mention, votes)

    @staticmethod
    def _vote_by_name(mention: Mention, votes: Counter[Gender]) -> None:
        words = (mention.full or mention.last).lower().split()
        gender = gender_of_given(words[0])
        if gender:
            votes[gender] += _GIVEN_VOTE if mention.full else _LATER_VOTE
            return
        later = gender_of_given(words[-1]) if words[0] in FAMILY_NAMES_FIRST else None
        if later:
            votes[later] += _LATER_VOTE

    def _vote_by_titles(self, mention: Mention, votes: Counter[Gender]) -> None:
        tokens = self._doc.tokens
        for token in tokens[max(0, mention.first - _TITLE_REACH) : mention.first]:
            votes["f"] += _TITLE_VOTE * (token.bare in FEMALE_TITLES)
            votes["m"] += _TITLE_VOTE * (token.bare in MALE_TITLES)
        if mention.stop < len(tokens) and tokens[mention.stop].text == ",":
            for token in tokens[mention.stop + 1 : mention.stop + _APPOSITIVE_REACH]:
                if token.text in {".", ";", '"', "“", ","}:
                    break
                votes["f"] += _APPOSITIVE_VOTE * (token.lower in FEMALE_TITLES)
                votes["m"] += _APPOSITIVE_VOTE * (token.lower in MALE_TITLES)

    def _vote_by_pronoun(self, mention: Mention, votes: Counter[Gender]) -> None:
        """The first pronoun of the clause, or the one that opens the next sentence, if no name comes before it."""
        _, stop = self._doc.sentence(mention.first)
        for token in self._doc.between(mention.stop, min(stop, mention.stop + _APPOSITIVE_REACH)):
            if token.stretch >= 0 or token.text in {'"', "“"} or is_proper(token):
                return
            if token.lower in _HE or token.lower in _SHE:
                votes["m" if token.lower in _HE else "f"] += _PRONOUN_VOTE
                return
        if stop < len(self._doc.tokens) and stop - mention.stop < _APPOSITIVE_REACH:
            opener = self._doc.tokens[stop]
            if opener.stretch < 0 and opener.upper:
                votes["m"] += _PRONOUN_VOTE * (opener.lower == "he")
                votes["f"] += _PRONOUN_VOTE * (opener.lower == "she")

    def gender_of(self, key: str) -> Gender | None:
        """What the votes for a full name or surname say, None where they are even."""
        votes = self._votes.get(key)
        if votes is None or votes["m"] == votes["f"]:
            return None
        return "m" if votes["m"] > votes["f"] else "f"

    def fits(self, mention: Mention, gender: Gender) -> bool:
        """Whether the person mentioned may be of this gender."""
        if mention.full:
            keys = {mention.full}
        else:
            keys = set(self._full.get(mention.last, ())) or self._by_given.get(mention.last) or {mention.last}
        return any(self.gender_of(key) in {None, gender} for key in keys)

    def surely(self, mention: Mention, gender: Gender) -> bool:
        """Whether the votes say so."""
        key = mention.full or self._best_full(mention.last, gender) or mention.last
        return self.gender_of(key) == gender

    def _best_full(self, last: str, gender: Gender | None) -> str | None:
        """The most frequent full name of a surname that may be of this gender."""
        names = self._full.get(last)
        if names:
            fitting = [name for name in names if gender is None or self.gender_of(name) in {None, gender}]
            return max(fitting, key=lambda name: names[name]) if fitting else None
        by_given = self._by_given.get(last, set())
        return next(iter(by_given)) if len(by_given) == 1 else None

    def name_of(self, mention: Mention, gender: Gender | None = None) -> str:
        """The full name, as far as the document tells it."""
        if mention.full:
            return mention.full
        tokens = self._doc.tokens
        last = mention.stop - 1
        while last > mention.first and tokens[last].lower in POSSESSIVE_ENDING:
            last -= 1
        return self._best_full(mention.last, gender) or tokens[last].text

    def mentions_in(self, first: int, stop: int) -> list[Mention]:
        """The mentions that begin among tokens `[first, stop)`."""
        return self.mentions[bisect_left(self._starts, first) : bisect_left(self._starts, stop)]

    def name_in(self, phrase: Phrase) -> str | None:
        """The name of the person, or of the organisation or place, that heads a noun phrase."""
        inside = self.mentions_in(phrase.first, phrase.stop)
        heading = [m for m in inside if m.first <= phrase.head < m.stop]
        if not heading and inside and self._ends_in_name(phrase, inside[-1]):
            heading = inside[-1:]
        if heading:
            return self.name_of(heading[0], self._address(heading[0]))
        return self._other_name(phrase)

    def _ends_in_name(self, phrase: Phrase, mention: Mention) -> bool:
        short = phrase.stop - phrase.first <= 6 and mention.stop >= phrase.stop - 1
        return short and self._doc.tokens[phrase.head].upper

    def _address(self, mention: Mention) -> Gender | None:
        """What "Mr." or "Mrs." before a surname says; a given name on its own says it too."""
        before = {token.bare for token in self._doc.between(max(0, mention.first - 2), mention.first)}
        if before & FEMALE_ADDRESS:
            return "f"
        return "m" if before & MALE_ADDRESS else None

    def _other_name(self, phrase: Phrase) -> str | None:
        head = self._doc.tokens[phrase.head]
        for entity in self._others[bisect_left(self._others, (head.start + 1,)) - 1 :][:1]:
            if entity.start <= head.start < entity.end:
                return entity.name or self._doc.text[entity.start : entity.end]
        return None
