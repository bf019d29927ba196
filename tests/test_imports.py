"""What is imported when: the screen never waits for spaCy, and what lies below never for the screen."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SPACY = {"spacy", "thinc", "numpy"}
SCREEN = {"textual", "rich"}
NET = {"httpx2", "httpcore2", "feedparser", "trafilatura"}
SLOW = {"lxml", "markdown_it", "shtab", "requests", "babel", "pycountry"} | NET


def loaded_after(statement: str) -> set[str]:
    """The top-level modules that a fresh process has loaded after `statement`."""
    code = (
        f"import json, sys\n{statement}\nsys.stderr.write(json.dumps(list({{m.split('.')[0] for m in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stderr))


@pytest.mark.parametrize(
    ("statement", "never"),
    [
        ("from store import open_library, Article; open_library", SPACY | SCREEN | SLOW),
        ("import store, store.library, store.export, store.marking", SPACY | SCREEN | SLOW),
        ("import nlp, nlp.client, nlp.identity, nlp.batch, feeds, tui.config", SPACY | SCREEN | SLOW),
        ("from tui.exchange import formats; [formats.find(name) for name in formats.names()]", SPACY | SCREEN | SLOW),
        (
            "from nlp.formats.docbin import FORMAT; from store.formats import Losses; list(FORMAT.write([], Losses()))",
            SPACY,
        ),
        ("from tui.cli.main import main; main(['--help'])", SPACY | SCREEN | SLOW | {"sqlite3", "platformdirs"}),
        ("from tui.cli.main import main; main(['analyze', '--help'])", SPACY | SCREEN | SLOW),
        ("from tui.cli.main import main; main(['list', '--json'])", SPACY | SCREEN | SLOW),
        ("import tui.app", SPACY | {"lxml", "shtab", "babel", "pycountry"} | NET),
        # What asks the net asks another process to: none of this is ever imported where the screen is drawn.
        ("import feeds.adding, feeds.fetching, feeds.client, tui.handlers.fetching", SPACY | {"lxml"} | NET),
        ("from tui.cli.main import main; main(['fetch', '--help'])", SPACY | SCREEN | SLOW),
    ],
)
def test_what_is_not_needed_is_not_imported(statement: str, never: set[str]) -> None:
    assert not loaded_after(statement) & never
