"""Every command on a library, one after the other in one terminal (`python -m tests.tui.leaks.commands LIBRARY`)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from store import formats
from tests.tui.leaks.payloads import PAYLOADS, TAME, article_of, broken
from tui.cli.main import COMMANDS, main

SCREEN = "read"
"""The command that is no command line: the tour is its proof."""


def lines(folder: Path, number: int, payload: str) -> dict[str, list[list[str]]]:
    """The lines of each command; what they name holds the payload."""
    article, text = article_of(number, payload), folder / "text.txt"
    text.write_text(article.text, encoding="utf-8")
    odd_file, loaded = folder / "broken.jsonl", folder / "loaded.jsonl"
    odd_file.write_text(broken(number, payload), encoding="utf-8")
    loaded.write_text(json.dumps({"text": f"Zx{payload} there", "label": [[0, 2, f"Zl{payload}"]]}), encoding="utf-8")
    odd = f"Zs{number}{payload}"[:60].replace("/", "").replace("\0", "")
    spans = ["--start", "0", "--end", "2"]
    return {
        "add": [[str(text)], [odd], [str(folder / odd)]],
        "fetch": [["Zf1"], [odd]],
        "feeds": [[], ["--json"], ["--opml", "-"], ["--opml", str(folder / odd)], [odd]],
        "list": [[], ["--json"], [odd], [f"({odd}"]],
        "search": [["begins"], ["begins", "--json"], [f"({odd}"]],
        "change": [["begins", "--tag", odd], [odd, "--tag", "x"]],
        "searches": [[], ["--json"], [odd], [odd, "begins"]],
        "analyze": [[odd], [str(text), "--pipeline", odd]],
        "annotate": [
            [article.id, *spans, "--label", f"L{odd}", "--note", odd],
            [article.id, "--start", "1", "--end", "1", "--label", odd],
            [odd, *spans, "--label", "ORG"],
        ],
        "annotations": [[], ["--json"], [odd]],
        "export": [[], ["--format", odd], *(_export(name, folder) for name in formats.names())],
        "load": [[str(odd_file)], [str(loaded), "--format", "doccano", "--dry-run"], [str(folder / odd)]],
        "quotes": [[], ["--json"], ["--speaker", odd]],
        "entities": [[], ["--json"], ["--label", odd]],
        "gazetteer": [[], ["--json"], [odd], [odd, "--label", odd, "--never"]],
        "stats": [[], ["--json"]],
        "log": [[], ["--json"], ["--limit", odd]],
        "doctor": [["--pipeline", odd]],
        "backup": [[str(folder / "all.backup")], [str(folder / odd / "x")]],
        "restore": [[str(folder / "all.backup"), "--library", str(folder / odd)], [str(odd_file)]],
        "config": [[], ["--config", odd]],
        "completion": [["bash"], [odd]],
    }


def _export(name: str, folder: Path) -> list[str]:
    streamed = isinstance(formats.find(name), formats.Stream)
    return ["--format", name, *([] if streamed else ["-o", str(folder / name)])]


def runs(folder: Path, payloads: tuple[str, ...]) -> Iterator[list[str]]:
    """Each line with the first payload; with the others, what names something."""
    for number, payload in enumerate(payloads):
        for command, given in lines(folder, number, payload).items():
            for line in given:
                if number == 0 or any("Zs" in word for word in line):
                    yield [command, *line]
    yield from ([command, "--help"] for command in COMMANDS)


if __name__ == "__main__":
    library = Path(sys.argv[1])
    for line in runs(library.parent, TAME if "tame" in sys.argv else PAYLOADS):
        first = ["--library", str(library)] if "--library" not in line else []
        main([*first, *line])
