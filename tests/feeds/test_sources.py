"""Files that may be anything: each is read, or named in a sentence, and the next one follows."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from feeds import Skipped, files, read_sources
from feeds.apart import Apart
from feeds.documents import Document
from feeds.filed import read_filed
from store.errors import SourceError
from store.models import Article
from store.text import article_id, clean, text_hash
from tests.feeds.server import item, rss

TEXT = "A headline\n\n“It is over,” said Zoë D’Souza.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to put sources in."""
    return tmp_path


def written(path: Path, content: str | bytes = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(*sources: Path | str, stdin: bytes = b"") -> list[Article | Skipped]:
    return list(read_sources([str(source) for source in sources], stdin=io.BytesIO(stdin)))


def article(source: Path | str, stdin: bytes = b"") -> Article:
    (found,) = read(source, stdin=stdin)
    assert isinstance(found, Article), found
    return found


def refusal(source: Path | str, stdin: bytes = b"") -> str:
    (found,) = read(source, stdin=stdin)
    assert isinstance(found, Skipped), found
    assert found.sentence.endswith(".")
    assert found.sentence.isprintable()
    return found.sentence


def test_a_text_file_is_an_article(folder: Path) -> None:
    path = written(folder / "a.txt")
    found = article(path)
    assert found.source == str(path)
    assert found.id == article_id(str(path.resolve()))
    assert found.title == "A headline"
    assert found.text == TEXT.strip()
    assert found.text_hash == text_hash(found.text)
    assert found.fetched.endswith("Z")


def test_the_same_file_has_the_same_id_by_whatever_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder / "a.txt")
    (folder / "link.txt").symlink_to(path)
    monkeypatch.chdir(folder)
    ids = {article(source).id for source in (path, "a.txt", "./a.txt", "link.txt", f"../{folder.name}/a.txt")}
    assert len(ids) == 1
    assert article("./a.txt").source == "./a.txt"


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.md", "# Head\n\n*Text*", "Head\n\nText"),
        ("a.MARKDOWN", "# Head", "Head"),
        ("a.txt", "# Head", "# Head"),
        ("a.txt", "<html><p>Text", "<html><p>Text"),
        ("a.htm", "<html><p>One sentence of text, she said.</p>", "One sentence of text, she said."),
        ("a", "<!DOCTYPE html><p>One sentence of text, she said.</p>", "One sentence of text, she said."),
        ("a.news", "Text", "Text"),
        ("crlf.txt", b"One\r\n\r\n\r\nTwo\rThree\r\n", "One\n\nTwo\nThree"),
        ("utf16.txt", "Zoë".encode("utf-16"), "Zoë"),
        ("bare16.txt", "Zoë D’Souza".encode("utf-16-le"), "Zoë D’Souza"),
        ("latin.txt", "Zoë".encode("latin-1"), "Zoë"),
        ("broken.txt", b"caf\xc3\xa9 \xff", "café \ufffd"),
        ("escape.txt", b"a\x1b[31mb\x1b]52;c;eA==\x07c\xc2\x9bd", "abc"),
    ],
)
def test_formats_and_encodings(folder: Path, name: str, content: str | bytes, text: str) -> None:
    assert article(written(folder / name, content)).text == text


def test_a_line_of_a_megabyte_is_read(folder: Path) -> None:
    found = article(written(folder / "a.txt", "word " * 200_000))
    assert len(found.text) == 999_999
    assert len(found.title) < 200


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t\r\n ", "nothing but white space"),
        ("bom.txt", b"\xef\xbb\xbf", "nothing but white space"),
        ("blank.md", b"\n\n", "nothing but white space"),
        ("zeros.txt", bytes(1000), "a binary file"),
        ("a.txt", b"%PDF-1.7 ...", "a PDF"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        ("menu.html", b"<html><nav><a href=x>Home</a></nav></html>", "no article in it"),
        ("tags.html", b"<p>x " * 625_000, "more than 30,000 tags"),
    ],
)
def test_what_holds_no_article_is_named(folder: Path, name: str, content: bytes, reason: str) -> None:
    sentence = refusal(written(folder / name, content))
    assert reason in sentence
    assert name in sentence


def test_a_parser_that_fails_is_a_page_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(SourceError, match=r"a.html could not be taken apart"):
        read_filed(b"<p>A sentence of text, she said.</p>", "page", "a.html")


def test_a_parser_that_hangs_is_ended_and_the_next_file_is_read() -> None:
    deep = b"<a>" * 25_000 + b"<p>A sentence of text, she said.</p>"
    with Apart(deadline=0.01) as apart, pytest.raises(SourceError, match=r"^a.html takes longer than"):
        apart.read(deep, "page", "a.html")
    with Apart() as apart:
        for _ in range(2):
            assert isinstance(apart.read(b"<p>A sentence of text, she said.</p>", "page", "b.html"), Document)


def test_a_reading_process_that_ends_is_said_and_replaced(folder: Path) -> None:
    page = b"<p>A sentence of text, she said.</p>"
    with Apart() as apart:
        apart.read(page, "page", "a.html")
        assert apart._process is not None
        apart._process.kill()
        with pytest.raises(SourceError, match="ends what reads it"):
            apart.read(page, "page", "a.html")
        assert isinstance(apart.read(page, "page", "a.html"), Document)


def test_no_file_is_parsed_where_the_reader_runs(folder: Path) -> None:
    written(folder / "a.html", "<p>A sentence of text, she said.</p>")
    written(folder / "b.md", "# Text")
    written(folder / "c.rss", rss(item(1)))
    written(folder / "d.eml", "Subject: x\n\nText")
    code = (
        "import feeds, sys; print(len(list(feeds.read_sources(sys.argv[1:]))), "
        "[name for name in ('trafilatura', 'lxml', 'markdown_it', 'feedparser', 'pypdf') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "4 []"


def test_a_feed_in_a_file_is_its_items(folder: Path) -> None:
    json = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "Text."}]}'
    warned = "Warning: x in y.php<br>" + rss(item(1), item(2))
    for name, content in (("a.xml", warned), ("b.json", json), ("c.news", rss(item(1)))):
        found = read(written(folder / name, content))
        assert all(isinstance(one, Article) and one.source.endswith(name) for one in found)
        assert len(found) == (2 if name == "a.xml" else 1)
    assert [one.title for one in read("-", stdin=rss(item(7)).encode()) if isinstance(one, Article)] == ["Title 7"]
    written(folder / "d.xml", "<settings/>")
    written(folder / "e.json", "{}")
    found = read(folder)
    assert [Path(one.source).name for one in found if isinstance(one, Skipped)] == ["c.news", "d.xml", "e.json"]
    assert len(found) == 6
    assert article(folder / "d.xml").text == "<settings/>"
    assert "is a list of feeds" in refusal(written(folder / "f.opml", "<opml><body/></opml>"))
    assert "no feed" in refusal(written(folder / "g.rss", "nothing of the kind"))


def test_a_file_past_the_limit_is_refused_and_not_read(folder: Path) -> None:
    for name, size in (("a.txt", 200_000_000), ("a.html", files.PAGE_LIMIT + 1)):
        path = written(folder / name)
        os.truncate(path, size)  # sparse: it takes no room
        assert "is larger than" in refusal(path)


def test_what_is_no_file_is_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert "a named pipe" in refusal(folder / "pipe.txt")
    assert "a device" in refusal("/dev/zero")
    assert "a device" in refusal("/dev/tty")


def test_names_that_lead_nowhere(folder: Path) -> None:
    written(folder / "file.txt")
    (folder / "dangling.txt").symlink_to(folder / "gone")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    assert "does not exist" in refusal(folder / "no.txt")
    assert "not a folder" in refusal(folder / "file.txt" / "x")
    assert "not there" in refusal(folder / "dangling.txt")
    assert "leads back to itself" in refusal(folder / "loop.txt")
    assert "too long" in refusal(folder / ("a" * 5000))
    assert "check the name" in refusal("a\0b")
    assert "An empty name" in refusal("")


def test_a_file_that_may_not_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(folder / "secret.txt")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything

        def refuse(*_: object) -> int:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(os, "open", refuse)
    assert "may not be read by you" in refusal(path)


def test_a_disk_that_fails_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)
    assert "Input/output error" in refusal(written(folder / "a.txt"))


@pytest.mark.parametrize("address", ["http://example.org/a", "HTTPS://example.org", "file:///etc/passwd", "exec://x"])
def test_addresses_are_refused_in_a_sentence(address: str) -> None:
    assert "reads files and folders" in refusal(address)


def test_names_are_shown_on_one_line_without_escapes(folder: Path) -> None:
    path = written(folder / "a\nb\x1b[31m\u202ec.txt")
    assert article(path).source == f"{folder}/a bc.txt"
    assert "\x1b" not in refusal(written(folder / "\x1b[2Jd.txt", b""))
    undecodable = os.fsdecode(os.fsencode(folder) + b"/\xff.txt")
    written(Path(undecodable))
    assert article(undecodable).source == f"{folder}/\ufffd.txt"


def test_a_folder_gives_its_files_in_the_order_of_their_names(folder: Path) -> None:
    for name in ("c.txt", "a.txt", "b/z.md", "b/y.html", "d"):
        written(folder / name, "<p>A sentence of text, she said.</p>")
    assert [found.source for found in read(folder)] == [
        f"{folder}/{name}" for name in ("a.txt", "b/y.html", "b/z.md", "c.txt", "d")
    ]


def test_a_folder_passes_over_what_is_hidden_or_says_what_it_is(folder: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "a.txt~", "README.md", "page_files/x.txt", "page.html", "deep/README.md"):
        written(folder / name, "<p>A sentence of text, she said.</p>")
    assert [found.source for found in read(folder)] == [f"{folder}/page.html"]
    assert article(folder / "README.md").text == "A sentence of text, she said."


def test_a_folder_names_what_it_could_not_read_and_goes_on(folder: Path) -> None:
    written(folder / "a.txt", b"")
    written(folder / "b.pdf", b"%PDF")
    os.mkfifo(folder / "c.txt")
    (folder / "d.txt").symlink_to(folder / "d.txt")
    written(folder / "e.txt")
    found = read(folder)
    assert [Path(one.source).name for one in found if isinstance(one, Skipped)] == ["a.txt", "b.pdf", "c.txt", "d.txt"]
    assert isinstance(found[-1], Article)


def test_a_folder_that_holds_itself_is_read_once(folder: Path) -> None:
    written(folder / "sub" / "a.txt")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "again").symlink_to(folder / "sub")
    assert len(read(folder)) == 1


def test_an_empty_folder_is_named(folder: Path) -> None:
    assert "holds no articles" in refusal(folder)


def test_a_folder_has_its_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FOLDER_FILES", 2)
    monkeypatch.setattr(files, "FOLDER_DEPTH", 1)
    written(folder / "a" / "b" / "c.txt")
    assert "too deep" in refusal(folder)
    for name in ("d.txt", "e.txt"):
        written(folder / name)
    *_, last = read(folder)
    assert isinstance(last, Skipped)
    assert "more than 2 files" in last.sentence


def test_the_standard_input_is_an_article(folder: Path) -> None:
    found = article("-", stdin=TEXT.encode())
    assert (found.source, found.text) == ("-", TEXT.strip())
    assert found.id == article("-", stdin=TEXT.encode() + b"\n").id
    assert found.id != article("-", stdin=b"Other").id
    assert article("-", stdin=b"<html><p>One sentence of text, she said.").text == "One sentence of text, she said."
    assert "is empty" in refusal("-")
    assert "a PDF" in refusal("-", stdin=b"%PDF-1")


def test_sources_are_read_when_they_are_asked_for(folder: Path) -> None:
    first, second = folder / "a.txt", folder / "b.txt"
    written(first)
    found = read_sources([str(first), str(second)])
    assert isinstance(next(found), Article)
    written(second)
    assert isinstance(next(found), Article)


def test_importing_feeds_imports_no_parser() -> None:
    code = "import feeds, sys; print([name for name in ('trafilatura', 'lxml', 'markdown_it') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_samples_are_articles_and_the_first_is_the_one_the_project_began_with(seeds: Path) -> None:
    found = read(seeds)
    assert len(found) == 12
    assert all(isinstance(one, Article) for one in found)
    first = found[0]
    assert isinstance(first, Article)
    assert Path(first.source).name == "blinken-beijing.txt"
    assert first.text == (seeds / "blinken-beijing.txt").read_text("utf-8").strip()


def test_the_samples_lose_nothing_and_are_clean(seeds: Path) -> None:
    for one in read(seeds):
        assert isinstance(one, Article)
        assert clean(one.text) == one.text
        assert "\n\n\n" not in one.text
        if one.source.endswith(".txt"):
            raw = unicodedata.normalize("NFC", Path(one.source).read_text("utf-8"))
            assert one.text == raw.strip()


def test_the_samples_are_described(seeds: Path) -> None:
    page = (seeds / "README.md").read_text("utf-8")
    for one in read(seeds):
        assert f"`{Path(one.source).name}`" in page
