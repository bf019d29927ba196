"""One name for all mentions of somebody or something in a document: 'Blinken', 'Mr Blinken' and 'Antony Blinken'.

Knows no spaCy and no text beyond the mentions: pure, and linear in their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from nlp.entities.gazetteer import places
from nlp.entities.lexicon import HONORIFICS, PARTICLES, SUFFIXES, words
from nlp.quotes.given_names import Gender, gender_of_given

_MALE = words("mr mr. sir lord king prince shri sri monsieur señor sheikh father baron duke earl emir sultan emperor")
_FEMALE = words("mrs mrs. ms ms. miss dame lady queen princess smt smt. madam madame mme baroness duchess empress")
_NEAR = 200
"""Two people of one surname who are mentioned less than so many characters apart are equally near."""
_COMPANY_WORDS = words(
    "inc inc. ltd ltd. limited corp corp. corporation plc llc co co. company group holdings gmbh ag sa nv"
)
_NUMBERS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
_ENDINGS = ("'s", "’s", "'", "’")


class Mention(NamedTuple):
    """One entity as the text has it."""

    text: str
    label: str
    start: int
    """Where it begins, in any unit that grows through the text."""
    before: str = ""
    """The word before it: an honorific tells who is meant."""
    bracketed: bool = False
    """Whether it stands in brackets right after the mention before it."""


def canonical_names(mentions: Sequence[Mention]) -> list[str]:
    """The name of each mention, in the order given, which is that of the text; empty only where its text is."""
    plain = [_plain(mention.text) if mention.label not in _NUMBERS else _spaced(mention.text) for mention in mentions]
    names = list(plain)
    for resolve in (_name_people, _name_organisations, _name_places):
        resolve(mentions, plain, names)
    return names


def _spaced(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split()) or text


def _plain(text: str) -> str:
    """The text with single spaces, without a leading article and a possessive ending."""
    plain = " ".join(text.split())
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) > len(ending) + 1:
            plain = plain.removesuffix(ending).rstrip()
            break
    if plain[:4] in {"the ", "The ", "THE "} and len(plain) > 4:
        plain = plain[4:].lstrip() or plain
    return plain or text


# People


class Person:
    """Somebody whose full name the text gives, in one spelling or more."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self.parts = parts
        self.spellings: Counter[str] = Counter()
        self.latest: int | None = None
        """Where the text last mentioned them, so far."""
        self.genders: set[Gender] = set()

    def gender(self) -> Gender | None:
        """What honorifics say, else the given name."""
        if len(self.genders) == 1:
            return next(iter(self.genders))
        return gender_of_given(self.parts[0])

    @cached_property
    def name(self) -> str:
        """The spelling used most; of several, the first."""
        return self.spellings.most_common(1)[0][0]


def _name_people(mentions: Sequence[Mention], plain: list[str], names: list[str]) -> None:
    numbers = [number for number, mention in enumerate(mentions) if mention.label in {"PERSON", "PER"}]
    parts = {number: _name_parts(plain[number]) for number in numbers}
    people: dict[tuple[str, str], Person] = {}
    for number in numbers:
        if len(parts[number]) > 1:
            _note(people, mentions[number], parts[number], plain[number])
    by_word = _index(people.values())
    for number in numbers:
        person = _who(mentions[number], parts[number], people, by_word)
        names[number] = person.name if person else _without_honorifics(plain[number])
        if person:
            person.latest = mentions[number].start


def _name_parts(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, without honorifics and suffixes."""
    parts = [part.strip(',"“”()') for part in text.lower().split()]
    while len(parts) > 1 and parts[0] in HONORIFICS:
        parts.pop(0)
    while len(parts) > 1 and parts[-1] in SUFFIXES:
        parts.pop()
    return tuple(part for part in parts if part)


def _without_honorifics(text: str) -> str:
    parts = text.split()
    while len(parts) > 1 and parts[0].lower() in HONORIFICS:
        parts.pop(0)
    return " ".join(parts)


def _note(people: dict[tuple[str, str], Person], mention: Mention, parts: tuple[str, ...], text: str) -> None:
    person = people.setdefault((parts[0], parts[-1]), Person(parts))
    person.spellings[_without_honorifics(text)] += 1
    gender = _address(mention)
    if gender:
        person.genders.add(gender)


def _address(mention: Mention) -> Gender | None:
    """What the honorific before or at the start of a mention says."""
    said = {mention.before.lower(), mention.text.split(" ", 1)[0].lower()}
    if said & _FEMALE:
        return "f"
    return "m" if said & _MALE else None


def _index(people: Iterable[Person]) -> dict[str, list[Person]]:
    """People by each word that may be meant alone: the last of their name, and the first."""
    by_word: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        for word in dict.fromkeys((_bare(person.parts[-1]), _bare(person.parts[0]))):
            by_word[word].append(person)
    return by_word


def _bare(word: str) -> str:
    """A surname without an article glued to it: "al-Assad" and "Assad" are one."""
    head, hyphen, tail = word.partition("-")
    return tail if hyphen and head in PARTICLES and tail else word


def _who(
    mention: Mention,
    parts: tuple[str, ...],
    people: dict[tuple[str, str], Person],
    by_word: dict[str, list[Person]],
) -> Person | None:
    """The person meant, None where the text does not tell."""
    if not parts:
        return None
    own = people.get((parts[0], parts[-1])) if len(parts) > 1 else None
    if own and not _is_part_of_another(parts, own, by_word):
        return own
    word = _bare(parts[-1])
    known = by_word.get(word, [])
    candidates = [p for p in known if _ends_with(p.parts, parts) and p.parts != parts] or (
        [p for p in known if _bare(p.parts[0]) == word] if len(parts) == 1 else []
    )
    return _choose(mention, candidates) or own


def _is_part_of_another(parts: tuple[str, ...], own: Person, by_word: dict[str, list[Person]]) -> bool:
    """Whether a name of several words ends the name of exactly one other person: "Suu Kyi"."""
    longer = [p for p in by_word.get(_bare(parts[-1]), []) if p is not own and _ends_with(p.parts, parts)]
    return len(longer) == 1


def _ends_with(whole: tuple[str, ...], end: tuple[str, ...]) -> bool:
    if len(end) > len(whole):
        return False
    return tuple(map(_bare, whole[-len(end) :])) == tuple(map(_bare, end))


def _choose(mention: Mention, candidates: list[Person]) -> Person | None:
    """The only candidate, the only one the honorific allows, or the one mentioned last."""
    address = _address(mention)
    if address:
        candidates = [person for person in candidates if person.gender() in {None, address}] or candidates
        if len(candidates) > 1:
            candidates = [person for person in candidates if person.gender() == address] or candidates
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    seen = sorted(((person.latest, person.name) for person in candidates if person.latest is not None), reverse=True)
    if not seen or (len(seen) > 1 and seen[0][0] - seen[1][0] < _NEAR):
        return None
    return next(person for person in candidates if (person.latest, person.name) == seen[0])


# Organisations


def _name_organisations(mentions: Sequence[Mention], plain: list[str], names: list[str]) -> None:
    numbers = [number for number, mention in enumerate(mentions) if mention.label == "ORG"]
    short = _introduced(mentions, plain)
    by_initials: defaultdict[str, list[str]] = defaultdict(list)
    by_stem: dict[str, str] = {}
    for text in dict.fromkeys(plain[number] for number in numbers):
        for initials in _initials(text):
            by_initials[initials].append(text)
        stem = _stem(text)
        if stem and stem != text:
            by_stem.setdefault(stem, text)
    for number in numbers:
        text = plain[number]
        full = by_initials.get(text.replace(".", ""), [])
        names[number] = short.get(text) or (full[0] if len(full) == 1 else "") or by_stem.get(text, text)


def _introduced(mentions: Sequence[Mention], plain: list[str]) -> dict[str, str]:
    """Abbreviations that follow their full name in brackets, or the other way round."""
    short: dict[str, str] = {}
    for number in range(1, len(mentions)):
        if not mentions[number].bracketed or not mentions[number].label == mentions[number - 1].label == "ORG":
            continue
        inner, outer = plain[number], plain[number - 1]
        for word, words_of_it in ((inner, outer), (outer, inner)):
            if word and " " not in word and " " in words_of_it and _may_abbreviate(word, words_of_it):
                short.setdefault(word, words_of_it)
    return short


def _may_abbreviate(word: str, full: str) -> bool:
    """Whether the letters of a word are in its full form in this order; of one in another language, not too many."""
    letters = iter(full.lower())
    return len(word) <= len(full.split()) or all(letter in letters for letter in word.lower() if letter.isalpha())


def _initials(text: str) -> set[str]:
    """What a name of several words may be abbreviated to: with and without its small words."""
    parts = [part for part in text.replace("-", " ").split() if part]
    if len(parts) < 2:
        return set()
    capitals = "".join(part[0] for part in parts if part[0].isupper())
    return {initials for initials in (capitals, "".join(part[0].upper() for part in parts)) if len(initials) > 1}


def _stem(text: str) -> str:
    """A company's name without what says that it is one."""
    parts = text.split()
    while len(parts) > 1 and parts[-1].lower().strip(",") in _COMPANY_WORDS:
        parts.pop()
    return " ".join(parts).rstrip(",")


# Places


def _name_places(mentions: Sequence[Mention], plain: list[str], names: list[str]) -> None:
    known = places()
    for number, mention in enumerate(mentions):
        if mention.label in {"GPE", "LOC", "FAC"}:
            found = known.get(plain[number]) or known.get(" ".join(mention.text.split()))
            if found:
                names[number] = found[1]
