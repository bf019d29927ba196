"""The configuration file: what it can say, and what is said of a mistake in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from store.errors import ConfigError
from store.models import ENTITY_LABELS
from tui.config import KEYS, Config, OwnLabel, config_path, default_file, load_config, parse_config

FULL = """
library = "~/news"
pipeline = "en_core_web_sm"
annotator = "al"
theme = "quotidian-light"
quotes = false
indirect = false
gazetteer = false
locked_labels = true
full_text = true
fetch_every = 30
keep_days = 365

[[labels]]
name = "POLICY"
key = "8"
colour = "#c07f3f"

[[labels]]
name = "DISEASE"

[suggest]
LOC = "GPE"
ORDINAL = ""

[keys]
undo = "u,ctrl+z"
"""


def test_every_key_can_be_set() -> None:
    assert parse_config(FULL) == Config(
        library="~/news",
        pipeline="en_core_web_sm",
        annotator="al",
        theme="quotidian-light",
        quotes=False,
        indirect=False,
        gazetteer=False,
        locked_labels=True,
        full_text=True,
        fetch_every=30,
        keep_days=365,
        labels=(OwnLabel(name="POLICY", key="8", colour="#c07f3f"), OwnLabel(name="DISEASE")),
        suggest={"LOC": "GPE", "ORDINAL": ""},
        keys={"undo": "u,ctrl+z"},
    )
    assert set(tomllib.loads(FULL)) == set(KEYS) == set(Config.__struct_fields__)


def test_own_labels_come_after_spacys_and_none_comes_twice() -> None:
    own = '[[labels]]\nname = "ORG"\nkey = "o"\n[[labels]]\nname = "POLICY"\n'
    assert parse_config(own).label_names == (*ENTITY_LABELS, "POLICY")
    assert parse_config('[suggest]\nGPE = "PLACE"\nLOC = "ORG"\nDATE = ""').label_names == (*ENTITY_LABELS, "PLACE")


def test_the_default_file_sets_nothing_and_shows_the_defaults() -> None:
    text = default_file()
    assert parse_config(text) == Config()
    for key in KEYS:
        assert key in text
    examples = [line for key in KEYS.values() for line in key.example.splitlines()]
    shown = "\n".join(
        line.removeprefix("# ") if line.removeprefix("# ") in examples else line for line in text.split("\n")
    )
    filled = parse_config(shown)
    assert filled.labels
    assert filled.keys
    assert filled.suggest
    assert filled == Config(labels=filled.labels, suggest=filled.suggest, keys=filled.keys)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("\nbogus = 1", 2, "no key ‘bogus’. There are: library, pipeline"),
        ("\n\n[bogus]\nx = 1", 3, "no key ‘bogus’"),
        ("theme = 3", 1, "‘theme’ must be a text in quotation marks"),
        ('theme = "x"\nindirect = "yes"', 2, "‘indirect’ must be true or false"),
        ("indirect = 1", 1, "‘indirect’ must be true or false"),
        ('labels = ["A"]', 1, "[[labels]]"),
        ('[labels]\nname = "A"', 1, "[[labels]]"),
        ('[[labels]]\nname = "A"\n[[labels]]\nname = "B"\ncolor = ""', 5, "no ‘color’, only name, key, colour"),
        ('[[labels]]\nname = "A"\n\n[[labels]]\nname = "A"', 5, "two labels named ‘A’"),
        ('[[labels]]\nkey = "x"', 1, "needs a name"),
        ('[[labels]]\nname = "two words"', 2, "without blanks"),
        ('[[labels]]\nname = "A"\ncolour = "red"', 3, "#rrggbb"),
        ("[[labels]]\nname = 3", 2, "must be a text"),
        ("[keys]\nundo = 3", 2, "‘undo’"),
        ("keys = 3", 1, "a section"),
        ('quotes = "no"', 1, "‘quotes’ must be true or false"),
        ('[suggest]\nLOC = "GPE"\nORG = 3', 3, "‘ORG’ must be a label"),
        ('[suggest]\nLOC = "my place"', 2, "without blanks"),
        ("a b", 1, "not TOML"),
        ('theme = "x"\ntheme = "y"', 2, "not TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line(source: str, line: int, words: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        parse_config(source, "my.toml")
    sentence = refusal.value.sentence
    assert sentence.startswith("my.toml")
    assert f"line {line}" in sentence
    assert words in sentence
    assert sentence.isprintable()


def test_it_may_be_missing_in_the_usual_place_but_not_where_it_was_named(tmp_path: Path) -> None:
    assert load_config() == Config()
    with pytest.raises(ConfigError, match=r"no configuration file .*nowhere\.toml"):
        load_config(tmp_path / "nowhere.toml")


def test_the_usual_place_is_read() -> None:
    place = config_path()
    place.parent.mkdir(parents=True)
    place.write_bytes(b'\xef\xbb\xbfannotator = "al"\r\n')
    assert load_config().annotator == "al"


def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="could not be read"):
        load_config(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes('theme = "x"\nannotator = "é"\n'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"latin\.toml, line 2.*UTF-8"):
        load_config(latin)
