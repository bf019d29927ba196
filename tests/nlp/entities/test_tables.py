"""The tables, and that they keep up with the libraries that they are made from."""

from __future__ import annotations

import subprocess
import sys

import pycountry
from babel import Locale

from nlp.entities.gazetteer import countries, doubtful, known_label, peoples, places
from nlp.entities.tables import table


def test_nearly_all_countries_that_the_libraries_know_are_known() -> None:
    names = {country.name.split(",")[0].split(" (")[0] for country in pycountry.countries}
    missing = {name for name in names if name not in places() and name.replace("'", "’") not in places()}
    assert len(missing) <= 12, missing


def test_the_currencies_of_the_day_are_known() -> None:
    known = set(table("currencies")["codes"])
    assert {"USD", "EUR", "NGN", "INR"} <= known
    assert known <= set(Locale("en").currencies)


def test_months_are_those_of_the_libraries() -> None:
    assert table("currencies")["months"] == tuple(Locale("en").months["format"]["wide"].values())


def test_plurals_of_peoples_are_known() -> None:
    assert all(name in peoples() for name in ("Kenyan", "Kenyans", "Chinese", "New Zealanders"))
    assert "Chineses" not in peoples()


def test_a_doubtful_name_is_known_but_tells_nothing_by_itself() -> None:
    assert "Florence" in places()
    assert "Florence" in doubtful()
    assert not known_label("Florence")
    assert known_label("Jordan") == "GPE"


def test_names_of_countries_are_countries() -> None:
    assert {"US", "U.S.", "Britain", "Ivory Coast", "Côte d’Ivoire", "DRC", "Gaza"} <= countries()


def test_analysing_needs_neither_library() -> None:
    code = """
import sys
from nlp.entities.gazetteer import places
places()
sys.exit(bool({"babel", "pycountry"} & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
