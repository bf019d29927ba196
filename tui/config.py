"""The configuration: one TOML file that a person writes, checked as a whole, with a line number for what is wrong.

Needs no screen. What a key means to the screen (a theme's name, an action's id) is checked by who knows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from msgspec import Struct

from store.errors import ConfigError
from store.models import ENTITY_LABELS
from store.text import clean_line
from tui.known import Wanted

FILE = "config.toml"


class OwnLabel(Struct, frozen=True, kw_only=True):
    """A label of the person's own, or another key or colour for one of spaCy's."""

    name: str
    key: str = ""
    """The key that gives it; "" for none."""
    colour: str = ""
    """`#rrggbb`; "" for the hue that all own labels share."""


class Config(Struct, frozen=True, kw_only=True):
    """What can be configured, with its defaults. `KEYS` says what each is for."""

    library: str = ""
    pipeline: str = ""
    annotator: str = ""
    theme: str = ""
    quotes: bool = True
    indirect: bool = True
    gazetteer: bool = True
    locked_labels: bool = False
    full_text: bool = False
    fetch_every: int = 0
    keep_days: int = 0
    labels: tuple[OwnLabel, ...] = ()
    suggest: dict[str, str] = {}
    keys: dict[str, str] = {}

    @property
    def label_names(self) -> tuple[str, ...]:
        """All labels that can be given: spaCy's, then the person's own."""
        own = (*(label.name for label in self.labels), *filter(None, self.suggest.values()))
        return tuple(dict.fromkeys((*ENTITY_LABELS, *own)))

    @property
    def wanted(self) -> Wanted:
        """What of a pipeline's findings is suggested."""
        return Wanted(quotes=self.quotes, indirect=self.indirect, labels=self.suggest)


class Key(NamedTuple):
    """A key of the file: what it must be and what it is for."""

    kind: type
    about: str
    example: str


KEYS: dict[str, Key] = {
    "library": Key(
        str,
        'Where articles and annotations are kept. "" is the folder that this system has for a program\'s data;\n'
        "--library and QUOTIDIAN_LIBRARY come before it.",
        'library = ""',
    ),
    "pipeline": Key(
        str,
        'The spaCy pipeline that finds entities: the name of an installed one ("en_core_web_sm") or a folder.\n'
        '"" is the one that comes with Quotidian.',
        'pipeline = ""',
    ),
    "annotator": Key(str, "Your name or initials, kept with every annotation you make.", 'annotator = ""'),
    "theme": Key(
        str,
        'The colours: "quotidian-dark", "quotidian-light" or any theme of Textual. "" is quotidian-dark.',
        'theme = ""',
    ),
    "quotes": Key(
        bool,
        "Whether quotations are suggested; false where you only label names. They can be made by hand all the same.",
        "quotes = true",
    ),
    "indirect": Key(
        bool, "Whether indirect speech is shown (said that ...), beside what stands in marks.", "indirect = true"
    ),
    "gazetteer": Key(
        bool,
        "Whether names that you labelled before are suggested in other articles (`quotidian gazetteer` lists them).",
        "gazetteer = true",
    ),
    "locked_labels": Key(
        bool,
        "Whether only the labels known here and to spaCy can be given; false lets you type new ones.",
        "locked_labels = false",
    ),
    "full_text": Key(
        bool,
        "Whether the page of an article is fetched, together with its feed, where the feed gives only the beginning.",
        "full_text = false",
    ),
    "fetch_every": Key(
        int,
        "Minutes after which the reader, while it is open, fetches a feed again by itself, also where they passed\n"
        "while it was not open; 0: only when you say so.",
        "fetch_every = 0",
    ),
    "keep_days": Key(
        int,
        "Days after which `quotidian fetch` takes an article of a feed out of the lists, where you have not starred,\n"
        "tagged, noted or marked it; undo brings it back, nothing is deleted. 0: never.",
        "keep_days = 0",
    ),
    "labels": Key(
        list,
        "Labels of your own. `key` (a single key that gives the label) and `colour` (#rrggbb) may be left out.",
        '[[labels]]\nname = "POLICY"\nkey = "8"\ncolour = "#c07f3f"',
    ),
    "suggest": Key(
        dict,
        'What the pipeline\'s labels are suggested as: its label, then your own for it, or "" for not at all.\n'
        "Those that are not named here are suggested as they are.",
        '[suggest]\nFAC = "GPE"\nORDINAL = ""',
    ),
    "keys": Key(
        dict,
        "Other keys for actions: the action's name, then its keys with commas between.\n"
        "`?` in the reader shows the names.",
        '[keys]\nundo = "u,ctrl+z"',
    ),
}
"""Every key of the file, in the order of the documented default file."""

_LABEL_KEYS = ("name", "key", "colour")
_WORDS: dict[type, str] = {
    str: 'a text in quotation marks ("...")',
    bool: "true or false",
    int: "a whole number, 0 or more",
    list: "written as [[labels]], once for each label",
    dict: "a section: its name in brackets on a line of its own, like [keys], then its lines",
}
_ENTRIES = {
    "keys": 'must be its keys in one text, like "u,ctrl+z"',
    "suggest": 'must be a label, or "" for none',
}
"""What an entry of a section must be."""
_NO_LABEL = "a label needs a name without blanks, of at most 60 characters"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HEADER = re.compile(r"\s*\[{1,2}\s*([\w.\"-]+)\s*\]{1,2}")
_ENTRY = re.compile(r"\s*(?:\"([^\"]*)\"|([\w-]+))\s*[=.]")


def config_path() -> Path:
    """Where the configuration file is looked for: this platform's folder for them."""
    from platformdirs import user_config_path  # 20 ms: not needed where the file was named

    return user_config_path("quotidian", appauthor=False) / FILE


def load_config(path: Path | None = None) -> Config:
    """The configuration in `path`, or in the usual place, where it may be missing.

    Raises ConfigError, naming the file and the line of what can't be used.
    """
    where = path or config_path()
    try:
        source = where.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if path is None:
            return Config()
        raise ConfigError(f"There is no configuration file {clean_line(str(path))}: check its path.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ConfigError(f"The configuration {clean_line(str(where))} could not be read: {reason}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"{clean_line(str(where))}, line {line}: this is not UTF-8. Save the file as UTF-8."
        ) from error
    return parse_config(source, clean_line(str(where)))


def parse_config(source: str, name: str = FILE) -> Config:
    """The configuration in the TOML text `source`; `name` stands for it in a ConfigError's sentence."""
    return _Checked(source, name).config()


def default_file() -> str:
    """A file with every key explained and nothing set: what a person begins with."""
    parts = ["# The configuration of Quotidian. Take away a `# ` to set a key; what is shown are the defaults.\n"]
    for key, meaning in KEYS.items():
        about = "".join(f"# {line}\n" for line in meaning.about.splitlines())
        if key == "labels":
            parts.append("# Sections come last in the file; these are examples.\n")
        parts.append(about + "".join(f"# {line}\n" for line in meaning.example.splitlines()))
    return "\n".join(parts)


def _is_label(name: str) -> bool:
    return bool(name) and name == "_".join(clean_line(name, 60).split())


class _Checked:
    """One file's source, and the checks of what it holds."""

    def __init__(self, source: str, name: str) -> None:
        self._source = source
        self._name = name

    def config(self) -> Config:
        import tomllib  # most people have no configuration file

        try:
            given = tomllib.loads(self._source.replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            last = f"at line {len(self._source.splitlines())}, the last"
            reason = clean_line(str(error)).replace("at end of document", last)
            raise ConfigError(f"{self._name}: this is not TOML: {reason}.") from error
        for key, value in given.items():
            self._check(key, value)
        keys = given.pop("keys", {})
        labels = tuple(self._label(n, table) for n, table in enumerate(given.pop("labels", ())))
        self._no_doubles([label.name for label in labels])
        return Config(**given, labels=labels, keys=keys)

    def _check(self, key: str, value: object) -> None:
        if key not in KEYS:
            self._refuse(f"there is no key ‘{key}’. There are: {', '.join(KEYS)}", key)
        kind = KEYS[key].kind
        if type(value) is not kind or (isinstance(value, int) and value < 0):
            self._refuse(f"‘{key}’ must be {_WORDS[kind]}", key)
        if isinstance(value, dict):
            for entry, meant in value.items():
                if not isinstance(meant, str):
                    self._refuse(f"‘{entry}’ {_ENTRIES[key]}", entry, key)
                if key == "suggest" and meant and not _is_label(meant):
                    self._refuse(f"‘{entry}’: {_NO_LABEL}", entry, key)

    def _label(self, n: int, table: object) -> OwnLabel:
        if not isinstance(table, dict):
            self._refuse(f"‘labels’ must be {_WORDS[list]}", "labels")
        for key, value in table.items():
            if key not in _LABEL_KEYS:
                self._refuse(f"a label has no ‘{key}’, only {', '.join(_LABEL_KEYS)}", key, "labels", n)
            if not isinstance(value, str):
                self._refuse(f"a label's ‘{key}’ must be {_WORDS[str]}", key, "labels", n)
        return self._own_label(n, table)

    def _own_label(self, n: int, table: Mapping[str, Any]) -> OwnLabel:
        label = OwnLabel(**{"name": "", **table})
        if not _is_label(label.name):
            self._refuse(_NO_LABEL, "name", "labels", n)
        if label.colour and not _COLOUR.fullmatch(label.colour):
            self._refuse("a colour is written as #rrggbb, like #c07f3f", "colour", "labels", n)
        return label

    def _no_doubles(self, names: list[str]) -> None:
        for n, name in enumerate(names):
            if name in names[:n]:
                self._refuse(f"there are two labels named ‘{name}’", "name", "labels", n)

    def _refuse(self, what: str, key: str, section: str = "", n: int = 0) -> NoReturn:
        line = line_of(self._source, key, section, n)
        raise ConfigError(f"{self._name}, line {line}: {clean_line(what)}.")


def line_of(source: str, key: str, section: str = "", n: int = 0) -> int:
    """The line (from 1) where `key` is set in the `n`th (from 0) `section` of a TOML text, or the nearest to it."""
    current, nearest, seen = "", 0, -1
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _HEADER.match(line):
            current = header[1].strip('"')
            seen += current == section
            if current == (section or key) and seen <= n:
                nearest = number
        elif entry := _ENTRY.match(line):
            name = entry[1] if entry[1] is not None else entry[2]
            if current == section and name == key and (not section or seen == n):
                return number
            if not current and name == section:
                nearest = number
    return nearest or 1
