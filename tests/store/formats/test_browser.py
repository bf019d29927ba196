"""The page in a real browser: whatever an article says, nothing runs and nothing is fetched; dark and light differ."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from store.formats import Item
from store.models import ArticleState
from store.text import clean
from tests.store.conftest import make
from tests.store.formats.test_tools import wrote
from tests.store.helpers import mark

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="there is no Chromium here")]


class Server(ThreadingHTTPServer):
    """Answers everything, and knows what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    def evil(self) -> str:
        """What would run and fetch, if it were taken for a part of a page."""
        here = f"http://127.0.0.1:{self.server_port}"
        return (
            "</title></style><script>document.title = 'ran'</script>"
            f"<img src={here}/image onerror=\"document.title='ran'\"><link rel=stylesheet href={here}/style>"
            f"<style>@import '{here}/import'; p {{ background: url({here}/x) }}</style>"
            f"<iframe src={here}/frame></iframe><svg onload=\"document.title='ran'\"></svg>"
        )


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def browse(page: Path, home: Path, *options: str) -> str:
    """What the browser makes of the page."""
    quiet = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
    command = [str(BROWSER), *quiet, f"--user-data-dir={home}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def test_nothing_runs_and_nothing_is_fetched(server: Server, tmp_path: Path) -> None:
    trap = tmp_path / "trap.html"
    trap.write_text(f"<title>x{server.evil()}", encoding="utf-8")
    assert "<title>ran" in browse(trap, tmp_path / "home", "--dump-dom")
    assert {"/image", "/style", "/frame"} <= set(server.asked)  # so it would be seen
    server.asked.clear()
    evil = clean(server.evil())
    article = make(text=f"Met {evil} there.", title=evil, byline=evil)
    marks = (mark(article, evil, evil, name=evil, note=evil, tags=(evil,)), mark(article, "Met", note=evil))
    item = Item(article=article, annotations=marks, state=ArticleState(article=article.id, note=evil))
    page = tmp_path / "page.html"
    page.write_text(wrote("html", item)[0][".html"], encoding="utf-8")
    shown = browse(page, tmp_path / "home", "--dump-dom")
    assert "<title>&lt;/title&gt;" in shown
    assert server.asked == []


def test_dark_and_light_are_two_looks(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(wrote("html", Item(article=make()))[0][".html"], encoding="utf-8")
    looks = set()
    for number in (0, 1):
        picture = tmp_path / f"{number}.png"
        scheme = f"--blink-settings=preferredColorScheme={number}"
        browse(page, tmp_path / "home", scheme, "--window-size=600,400", f"--screenshot={picture}")
        looks.add(picture.read_bytes())
    assert len(looks) == 2
