"""Runs of capitalised words, and numbers with their units: what may be a name where nothing else tells. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from store.lazy import Lazy
from tui.reading.tokens import Span, sentences, trim

_WORD = (
    r"(?:\p{L}\.(?:\p{L}\.)+|\p{Lu}\.(?=\s\p{Lu})"
    r"|[\p{Lu}\p{Lt}][\p{L}\p{M}\p{N}]*(?:['’](?![sS]\b)[\p{L}\p{M}]+|[&.](?=\p{Lu})[\p{L}\p{M}]+)*)"
)
_NUMBER = r"\p{N}+(?:[.,:/]\p{N}+)*"
_PARTICLE = r"(?:of|the|de|da|di|do|dos|del|della|der|den|des|du|la|le|el|al|bin|ibn|van|von|zu|ter|y|e|&)"
_UNIT = (
    r"(?:hundred|thousand|million|billion|trillion|m|bn|tn|k|percent|per\scent|dollars?|euros?|pounds?|years?|months?"
    r"|weeks?|days?|hours?|minutes?|kilomet(?:er|re)s?|km|miles?|met(?:er|re)s?|tonnes?|tons?|kilos?|kg|feet|acres?)"
)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_RUN = Lazy(
    rf"""(?V1x)
      (?<![\p{{L}}\p{{N}}]) (?:\p{{Lu}}{{0,3}}\p{{Sc}})? {_NUMBER} (?:st|nd|rd|th|\p{{Lu}}{{1,3}})?
      (?: [ \u00a0]{_MONTH}(?:[ \u00a0]\p{{N}}{{4}})?(?![\p{{L}}\p{{N}}])
        | \s?% | \p{{Sc}} | [ \u00a0-]{_UNIT}(?!\p{{L}}) )*
    | (?<![\p{{L}}\p{{N}}]) {_WORD}
      (?: (?:[ \u00a0]{_PARTICLE}){{0,2}} (?:[ \u00a0]|[-‐‑]) {_WORD}
        | [ \u00a0]{_NUMBER}(?![\p{{L}}\p{{N}}%])(?:[ \u00a0]{_UNIT}(?!\p{{L}}))?
      )*
    """
)
_TITLE = Lazy(
    r"""(?x)
    (?<![\p{L}\p{N}])(?:(?:Vice|Deputy|Prime|Chief|Former|Crown|Acting|Foreign|Interior|Defen[cs]e|Finance)[ -])*
    (?:President|Premier|Minister|Chancellor|Governor|Mayor|Senator|Congress(?:wo)?man|Ambassador
    |Secretary(?:[ ]of[ ]State)?
    |General|Colonel|Major|Captain|Lieutenant|Admiral|Sergeant|Judge|Justice|Professor|Doctor|Sir|Lord|Lady|Dame|King|Queen
    |Prince(?:ss)?|Pope|Bishop|Archbishop|Cardinal|Father|Reverend|Rabbi|Imam|Sheikh|Sheikha|Emir|Amir
    |Executive(?:[ ]Officer)?
    |Director|Chair(?:wo)?man|Spokes(?:wo)?man|CEO|MP|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev)
    (?![\p{L}\p{N}-])(?:\.(?=[ ]))?"""
)
"""Titles stand before a name and are no part of it."""

_WEEKDAY = Lazy(r"((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[ ](?=\p{Lu})(?!(?:" + _MONTH[3:-1] + r")\b)")
_COMMON = frozenset(
    """a about above after again against ago all also although always am among an and another any anyone anything are as
    at away back be because been before being below between both but by can could despite did do does doing down during
    each either else even ever every everyone everything few first for from further had has have having he hence her
    here hers him his how however i if in indeed instead into is it its itself just last later least less let like made
    many maybe me meanwhile might more moreover most much must my near neither never nevertheless next no nobody
    none nor not nothing now of off often on once one only or other others our out over own part perhaps rather same
    second several shall she should since so some someone something soon still such than that the their them then
    there therefore these they this those though three through thus to today together too toward towards two under
    unless until up upon us very was we well were what whatever when where whether which while who whom whose why will
    with within without would yes yesterday yet you your""".split()  # noqa: SIM905  (a list of 180 quoted words reads worse)
)
"""Words that no name begins with, though a sentence may."""

_LETTERS = Lazy(r"\p{L}+")
_CAPITAL = Lazy(r"[\p{Lu}\p{Lt}\p{N}]")
_SEEN = 20_000
"""How far into a text a word is looked for in lower case."""


def runs(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of capitalised words, and numbers with their units, in the paragraph `text[start:end]`."""
    for first, last in sentences(text, start, end):
        opening = True
        for match in _RUN.compiled.finditer(text, first, last):
            for piece in _between_titles(text, match.span()):
                span = _without_common(text, piece)
                if span and not (opening and _only_begins(text, first, span)):
                    yield from _behind_weekday(text, span)
                opening = False


def _behind_weekday(text: str, span: Span) -> Iterator[Span]:
    """The run, cut behind a day of the week that begins it: Sunday | Antony Blinken."""
    start, end = span
    if weekday := _WEEKDAY.compiled.match(text, start, end):
        yield weekday.span(1)
        start = weekday.end()
    yield start, end


def _between_titles(text: str, span: Span) -> Iterator[Span]:
    """The run cut where a title stands before a name: US | President | Joe Biden."""
    start, end = span
    for title in _TITLE.compiled.finditer(text, start, end):
        before, after = trim(text, start, title.start()), trim(text, title.end(), end)
        if after[1] > after[0] and text[after[0]].isupper():
            if before[1] > before[0]:
                yield before
            start = after[0]
        elif before[1] <= before[0] and after[1] <= after[0]:
            return
    yield start, end


def _without_common(text: str, span: Span) -> Span | None:
    """The run without common words that only the beginning of a sentence or a headline capitalised."""
    start, end = span
    while match := _LETTERS.compiled.match(text, start, end):
        if match.group().lower() not in _COMMON or (match.group().isupper() and match.end() - start > 1):
            break
        rest = _CAPITAL.compiled.search(text, match.end(), end)
        if rest is None:
            return None
        start = rest.start()
    return start, end


def _only_begins(text: str, sentence: int, span: Span) -> bool:
    """Whether the run is one word that may be capitalised only because the sentence begins with it."""
    word = text[span[0] : span[1]]
    if not word.isalpha() or word.isupper() or any(c.isalnum() for c in text[sentence : span[0]]):
        return False
    return _stands_in(text, word.lower())


def _stands_in(text: str, word: str) -> bool:
    """Whether `word` stands between blanks or before a stop somewhere in the first part of the text."""
    place = text.find(word, 0, _SEEN)
    while place >= 0:
        end = place + len(word)
        if text[place - 1 : place].isspace() and (end == len(text) or text[end].isspace() or text[end] in ",.;"):
            return True
        place = text.find(word, end, _SEEN)
    return False
