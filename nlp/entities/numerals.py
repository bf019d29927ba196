"""The kind of each word that numbers, dates and amounts are made of, as one letter: a text becomes a string of letters.

`numbers` looks for patterns in that string, so its work grows with the number of words and with nothing else.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.entities.lexicon import words
from nlp.entities.reading import Reading
from nlp.entities.tables import table

OTHER = "."
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_LAST_DAY = 31
_NUMBER = re.compile(r"[+±~]?(?:\d{1,3}(?:[,  ]\d{2,3})+|\d+)(?:[.·]\d+)?(?:[–-]\d+(?:[.,]\d+)*)?|\.\d+|\d+½|½|¼|¾")
_SCALED = re.compile(r"[\d.,–-]*\d(?:k|m|mn|bn|tn|b|M|B|K|million|billion|trillion)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_DECADE = re.compile(r"(?:mid-|early-|late-|pre-|post-)?(?:1[0-9]|20)\d0['’]?s|['’]?\d0s")
_YEARS = re.compile(r"(?:mid-|early-|late-|pre-|post-|FY)?(?:1[5-9]|20)\d\d(?:[–/-](?:\d\d|\d{4}))?|FY\d\d")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d(?::\d\d)?(?:am|pm|a\.m\.|p\.m\.|h|GMT)?|\d{1,2}(?:am|pm|a\.m\.|p\.m\.)", re.IGNORECASE
)
_CALENDAR_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d")
_PREFIXED = re.compile(
    r"(?:Rs\.?|RM|R|GH¢|GH₵|GHS|KSh|Ksh|Sh|US\$|[A-Z]{0,2}\$|[£€¥₹₦₩])(\d[\d,.]*)(?:k|m|mn|bn|tn|b)?"
)
_MEASURED = re.compile(r"\d[\d.,]*(?:km|kms|kg|cm|mm|ft|kph|mph|km/h|ha|MW|GW|kW|GB|MB|TB|kWh|[°º]?[CF]|cc|lbs?|oz)")
_PERCENTED = re.compile(r"\d[\d.,]*%")

_CLASSES: dict[str, str] = {
    "w": """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
        eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety""",
    "k": "hundred thousand million billion trillion crore lakh dozen mn bn tn",
    "K": "hundreds thousands millions billions trillions crores lakhs dozens scores tens",
    "o": """first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
        sixteenth seventeenth eighteenth nineteenth twentieth twenty-first thirtieth second""",
    "q": """about around approximately nearly almost roughly some over under below above just only exactly estimated
        circa""",
    "a": "a an",
    "i": "the",
    "u": """day days week weeks weekend weekends fortnight month months quarter quarters year years decade decades
        century centuries""",
    "h": "seconds minute minutes hour hours",
    "S": "spring summer autumn winter",
    "l": "last next past previous coming following this recent current",
    "E": "every each",
    "V": "several few many couple",
    "e": "early late mid earlier later end beginning start middle mid-",
    "g": "ago earlier later",
    "v": "old",
    "t": "morning afternoon evening night",
    "d": "today yesterday tomorrow",
    "N": "tonight overnight midnight noon midday",
    "z": "am pm a.m. p.m. a.m p.m o'clock o’clock",
    "G": "gmt utc est edt pst pdt bst cet ist bst sast eat",
    "%": "%",
    "p": "percent pct percentage",
    "r": "per",
    "T": "cent",
    "s": "square cubic nautical metric",
    "m": """km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters feet foot ft inch
        inches yard yards cm mm acre acres hectare hectares kg kilo kilos kilogram kilograms kilogramme kilogrammes gram
        grams ton tons tonne tonnes lbs lb ounce ounces litre litres liter liters gallon gallons barrel barrels degree
        degrees mph km/h kph knot knots megawatt megawatts gigawatt gigawatts mw gw kwh volts watts mb gb tb gigabytes
        terabytes megabytes light-years °c °f""",
    "°": "° celsius fahrenheit",
    "f": "of",
    "&": "and",
    "j": "to",
    "P": "in since until by from during before after through till around for on",
    "-": "- – —",
    ",": ",",
    "H": "christmas ramadan easter thanksgiving diwali eid hanukkah lent",
    "b": "m b k",
}
"""Words in lower case by their class."""
_TWO = {
    ("more", "than"), ("less", "than"), ("fewer", "than"), ("greater", "than"), ("at", "least"), ("at", "most"),
    ("up", "to"), ("close", "to"), ("well", "over"), ("just", "over"), ("just", "under"), ("as", "few"),
}  # fmt: skip
_THREE = {("as", "many", "as"), ("as", "much", "as"), ("no", "more", "than"), ("no", "fewer", "than")}
_POUNDS = words("pounds pound cents cent pence dollars euros sterling renminbi rubles rouble roubles reais")


@cache
def _by_word() -> dict[str, str]:
    known = {word: letter for letter, text in _CLASSES.items() for word in text.split()}
    rows = table("currencies")
    for noun in rows["nouns"]:
        known.setdefault(noun, "c")
        known.setdefault(f"{noun}s", "c")
    known.update(dict.fromkeys(_POUNDS - {"cent"}, "c"))
    return known


@cache
def _capitalised() -> dict[str, str]:
    """Classes of words that count as written only."""
    rows = table("currencies")
    known = dict.fromkeys(rows["months"] + rows["short_months"] + ("Sept",), "M")
    known.update({f"{name}.": "M" for name in (*rows["short_months"], "Sept")})
    known.update({name.upper(): "M" for name in rows["months"] if name != "May" and name != "March"})
    known.update(dict.fromkeys(rows["days"], "D"))
    known.update({f"{day}s": "D" for day in rows["days"]})
    known.update({f"{day}.": "D" for day in rows["short_days"]})
    known.update({"Tues": "D", "Thurs": "D", "Tues.": "D", "Thurs.": "D"})
    known.update(dict.fromkeys(rows["codes"], "C"))
    known.update(dict.fromkeys(rows["symbols"], "$"))
    known.update(
        dict.fromkeys(("US$", "C$", "S$", "HK$", "Rs", "Rs.", "RM", "₦", "¢", "GH¢", "GH₵", "KSh", "Ksh", "Sh"), "$")
    )
    return known


def classes(reading: Reading) -> str:
    """A letter for each word of the text; `OTHER` for words that are part of no amount or date."""
    by_word, as_written = _by_word(), _capitalised()
    letters: list[str] = []
    for word, lower in zip(reading.words, reading.lower, strict=True):
        letter = as_written.get(word) or by_word.get(lower)
        if letter is None:
            letter = _numeral(word) if _may_be_numeral(word) else OTHER
        letters.append(letter)
    _approximate(reading.lower, letters)
    return "".join(letters)


def _may_be_numeral(word: str) -> bool:
    return len(word) < 40 and any("0" <= letter <= "9" or letter in "½¼¾" for letter in word)


def _numeral(word: str) -> str:
    for pattern, letter in _NUMERALS:
        if pattern.fullmatch(word):
            return letter if letter != "n" else _integer(word)
    return OTHER


_NUMERALS = (
    (_DECADE, "Y"),
    (_NUMBER, "n"),
    (_YEARS, "y"),
    (_CLOCK, "@"),
    (_ORDINAL, "O"),
    (_PREFIXED, "X"),
    (_PERCENTED, "x"),
    (_MEASURED, "Z"),
    (_SCALED, "B"),
    (_CALENDAR_DATE, "F"),
)


def _integer(word: str) -> str:
    """1: a day of a month. y: perhaps a year. n: another number."""
    if not word.isdecimal():
        return "y" if _YEARS.fullmatch(word) else "n"
    if len(word) <= 2 and 1 <= int(word) <= _LAST_DAY:
        return "1"
    return "y" if len(word) == 4 and _FIRST_YEAR <= int(word) < _LAST_YEAR else "n"


def _approximate(lower: list[str], letters: list[str]) -> None:
    """Mark "more than", "at least" and the like: q, then Q for each further word."""
    for index in range(len(lower) - 1):
        if lower[index] not in _OPENERS:
            continue
        length = 3 if tuple(lower[index : index + 3]) in _THREE else 2
        if length == 3 or (lower[index], lower[index + 1]) in _TWO:
            letters[index] = "q"
            letters[index + 1 : index + length] = "Q" * (length - 1)


_OPENERS = frozenset(first for first, *_ in [*_TWO, *_THREE])
