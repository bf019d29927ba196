"""A new format is one file: nothing else has to know of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import formats
from store.errors import FormatError, UsageError
from store.export import export
from store.library import Library, open_library
from store.loading import load
from store.models import Article
from store.reading import readable
from tests.store.helpers import keep, mark

MODULE = '''
"""Lines of words: `start end label`, tabs between, under a line with the text."""

from store.errors import FormatError
from store.formats import Readable, Stream
from store.formats._foreign import Foreign


class Plain(Stream, Readable):
    name = "plain-lines"
    suffix = ".plain"
    about = "a line a mark"

    def write(self, items, losses):
        for item in items:
            yield item.article.text.replace("\\n", " ") + "\\n"
            for a in item.annotations:
                yield f"{a.start}\\t{a.end}\\t{a.label}\\n"

    def read(self, source, losses):
        given = Foreign(source.readline().decode().rstrip("\\n"), {}, "line 1", losses)
        for number, line in enumerate(source, start=2):
            start, end, label = line.decode().rstrip("\\n").split("\\t")
            if not start.isdigit():
                raise FormatError(f"line {number}: {start!r} is no number.")
            given.mark((int(start), int(end)), label)
        yield "line 1", given.item()


FORMAT = Plain()
'''


@pytest.fixture
def dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a format whose file lies in a folder of the package."""
    folder = tmp_path / "dropped"
    folder.mkdir()
    (folder / "plain_lines.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    yield "plain-lines"
    sys.modules.pop("store.formats.plain_lines", None)


def test_it_is_found_exported_with_and_loaded_from(
    dropped: str, library: Library, article: Article, tmp_path: Path
) -> None:
    assert dropped in formats.names()
    assert dropped in readable()
    keep(library, mark(article, "Sunday", "DATE"), mark(article, "Qin Gang", "PERSON"))
    done = export(library, [article.id], dropped, tmp_path / "x.plain")
    assert (done.files, done.not_expressed) == ((tmp_path / "x.plain",), ())
    with open_library(tmp_path / "new") as new:
        loaded = load(new, tmp_path / "x.plain")  # the format is told by the file's name
        assert (loaded.format, loaded.new, loaded.annotations, loaded.conflicts) == (dropped, 1, 2, ())
        assert sorted((a.exact, a.label) for a in new.annotations()) == [("Qin Gang", "PERSON"), ("Sunday", "DATE")]
        (tmp_path / "bad.plain").write_text("A text.\n__import__('os')\t3\tX\n", encoding="utf-8")
        with pytest.raises(FormatError, match=r"bad\.plain: line 2: "):
            load(new, tmp_path / "bad.plain")


def test_it_is_gone_with_its_file() -> None:
    assert "plain-lines" not in formats.names()
    with pytest.raises(UsageError, match="There is no format"):
        formats.find("plain-lines")
