"""Makes `countries.txt` and `currencies.txt` from babel and pycountry: `python -m nlp.entities.tables.make`.

Run it when a new version of either knows more. Nothing here runs when a text is analysed.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pycountry
from babel import Locale
from babel.numbers import get_territory_currencies

from nlp.quotes.given_names import is_given_name

HERE = Path(__file__).parent
_NO_COUNTRY = {
    "AC",
    "AQ",
    "CP",
    "DG",
    "EA",
    "EU",
    "EZ",
    "QO",
    "TA",
    "UN",
    "XA",
    "XB",
    "ZZ",
    "HM",
    "BV",
    "TF",
    "GS",
    "CX",
}
_SUBDIVIDED = "AU BD CA GH IN KE NG US ZA"
"""Countries whose states and provinces English-language news names most, and ISO 3166 in English."""
_VAGUE = re.compile(
    r"^(?:Al|El|Central|Eastern|Western|Northern|Southern|North|South|East|West|Center|Centre|Coast|Federal|Lake|Lakes"
    r"|Middle|Upper|Lower|Capital|Plateau|River|Rivers|Cross|Delta|Volta|Delta|Bay|Savannah|Northeast|Northwest)\b"
)
_SURNAMES = {"Washington", "Imo", "Ekiti", "Kogi", "Nandi", "Bono", "Busia", "Embu", "Barishal"}
_SHORT = {
    "US": "US; U.S.; U.S; USA; U.S.A.; United States of America; America",
    "GB": "UK; U.K.; U.K; Britain; Great Britain",
    "AE": "UAE; U.A.E.; the Emirates",
    "CD": "DRC; DR Congo; D.R. Congo; Democratic Republic of Congo; Democratic Republic of the Congo; Congo-Kinshasa",
    "CG": "Congo-Brazzaville; Republic of Congo",
    "CF": "CAR",
    "RU": "Russian Federation",
    "CN": "PRC; People's Republic of China; People’s Republic of China; mainland China",
    "KP": "DPRK; Democratic People’s Republic of Korea",
    "KR": "ROK; Republic of Korea",
    "SA": "KSA",
    "NZ": "Aotearoa",
    "MM": "Burma",
    "CI": "Ivory Coast; Cote d'Ivoire; Cote d’Ivoire",
    "CV": "Cape Verde",
    "SZ": "Swaziland",
    "MK": "Macedonia",
    "CZ": "Czech Republic",
    "TL": "East Timor; Timor Leste",
    "TR": "Turkey",
    "NL": "Holland",
    "BA": "Bosnia; Bosnia-Herzegovina; Bosnia and Herzegovina",
    "VA": "Vatican; Holy See",
    "PS": "State of Palestine; Palestinian territories",
    "SV": "El Salvador",
    "ST": "Sao Tome; Sao Tome and Principe",
    "TT": "Trinidad",
    "AG": "Antigua",
    "KN": "St Kitts and Nevis",
    "VC": "St Vincent and the Grenadines",
    "LC": "St Lucia; Saint Lucia",
    "PG": "PNG",
    "ZA": "RSA",
    "GM": "The Gambia",
    "BS": "The Bahamas",
    "EH": "Sahrawi Arab Democratic Republic",
    "SO": "Somalia",
    "FM": "Federated States of Micronesia",
}
"""What people call countries, beside what the libraries know. ISO codes are keys."""
_ALSO = ("Congo", "Korea", "Guinea", "Cyprus", "Northern Cyprus", "Gaza", "Koreas")
_CALLED = {
    "TR": "Turkey",
    "HK": "Hong Kong",
    "MO": "Macau",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "MM": "Myanmar",
    "VA": "Vatican",
    "PS": "Palestine",
}
"""The name to use where CLDR's first choice is not what news says."""
_NO_UNITS = {
    "unit",
    "units",
    "gold",
    "silver",
    "platinum",
    "palladium",
    "code",
    "currency",
    "rights",
    "cedi",
    "sol",
    "real",
    "som",
    "lev",
    "leu",
    "lek",
    "dong",
    "kip",
    "vatu",
    "kina",
    "nakfa",
    "ouguiya",
}

_WORDS = {"ALL", "BAM", "COP", "CUP", "MAD", "MOP", "PEN", "SOS", "TOP", "TRY"}
"""Codes of currencies that are also words."""


def countries() -> str:
    """The text of `countries.txt`: a country a line, its name first, then its other names; then parts of countries."""
    lines, known = [], set()
    for code, shown in sorted(_lands().items()):
        names = list(dict.fromkeys(_names(code, shown)))
        known.update(names)
        lines.append(" = ".join(names) + ";")
    lines += [f"{name};" for name in _ALSO]
    parts = sorted({part for code in _SUBDIVIDED.split() for part in _parts(code)} - known)
    head = "# Made by `python -m nlp.entities.tables.make` from CLDR and ISO 3166.\n\n[countries]\n"
    return head + "\n".join(lines) + "\n\n[parts]\n" + _folded(parts) + "\n"


def _lands() -> dict[str, str]:
    """What CLDR calls each country, by its ISO code."""
    return {
        str(code): str(name)
        for code, name in Locale("en").territories.items()
        if len(str(code)) == 2 and code not in _NO_COUNTRY
    }


def _names(code: str, shown: str) -> Iterable[str]:
    yield _CALLED.get(code, shown.replace(" & ", " and ").replace("St. ", "St "))
    yield from (_plain(name) for name in _spellings(shown))
    record = pycountry.countries.get(alpha_2=code)
    for field in ("name", "common_name", "official_name"):
        name = getattr(record, field, "") if record else ""
        if name and ", " not in name:
            yield from (_plain(spelling) for spelling in _spellings(name))
    yield from _SHORT.get(code, "").split("; ") if code in _SHORT else ()


def _spellings(name: str) -> Iterable[str]:
    for spelled in (name, name.replace("&", "and"), name.replace("St. ", "St "), name.replace("St. ", "Saint ")):
        yield spelled
        yield spelled.replace("'", "’")
        yield spelled.replace("’", "'")


def _plain(name: str) -> str:
    name = re.sub(r"\s*\(.*?\)| SAR China|^the ", "", name)
    return re.sub(r"^Congo - ", "Congo-", name)


def _parts(code: str) -> Iterable[str]:
    """The names of a country's states and provinces that can hardly be anything else."""
    for part in (part for part in pycountry.subdivisions if part.country_code == code):
        name = unicodedata.normalize("NFC", _without_macrons(re.sub(r"\s*[\[(,/].*", "", part.name)))
        usable = len(name) > 3 and name[0].isupper() and not _VAGUE.match(name) and name not in _SURNAMES
        if usable and not is_given_name(name.lower()):
            yield name


def _without_macrons(name: str) -> str:
    return unicodedata.normalize("NFD", name).replace("\u0304", "")


def currencies() -> str:
    """The text of `currencies.txt`: codes, symbols and units of currencies; names of months and days."""
    locale = Locale("en")
    codes = sorted({code for land in _lands() for code in get_territory_currencies(land)} & set(locale.currencies))
    symbols = sorted({locale.currency_symbols[code] for code in codes if code in locale.currency_symbols})
    nouns = {locale.currencies[code].split()[-1].lower() for code in codes} - _NO_UNITS
    days = locale.days["format"]
    months = locale.months["format"]
    sections = {
        "codes": [code for code in codes if code not in _WORDS],
        "symbols": [symbol for symbol in symbols if not symbol.isascii() or "$" in symbol],
        "nouns": sorted(noun for noun in nouns if noun.isalpha()),
        "months": list(months["wide"].values()),
        "short_months": list(months["abbreviated"].values()),
        "days": list(days["wide"].values()),
        "short_days": list(days["abbreviated"].values()),
    }
    head = "# Made by `python -m nlp.entities.tables.make` from CLDR.\n"
    return head + "".join(f"\n[{name}]\n{_folded(entries)}\n" for name, entries in sections.items())


def _folded(entries: Iterable[str]) -> str:
    return textwrap.fill(
        " ".join(f"{entry};" for entry in entries), 118, break_on_hyphens=False, break_long_words=False
    )


def main() -> None:
    """Write both tables."""
    (HERE / "countries.txt").write_text(countries(), encoding="utf-8", newline="\n")
    (HERE / "currencies.txt").write_text(currencies(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
