"""What servers do wrong, and what may not be reached."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib

import pytest

from feeds.addresses import is_open, same_computer
from feeds.links import feed_address, web_link, with_login
from feeds.network import AT_ONE_HOST, Answer, Network
from store.errors import SourceError
from store.text import without_login
from tests.feeds.server import Request, Server, serving


def get(url: str, *, local: bool = True, limit: int = 100_000, deadline: float = 5, **more: str) -> Answer:
    async def ask() -> Answer:
        async with Network() as network:
            return await network.get(url, local=local, limit=limit, deadline=deadline, **more)  # type: ignore[arg-type]

    return asyncio.run(ask())


def refusal(url: str, **more: object) -> str:
    with pytest.raises(SourceError) as caught:
        get(url, **more)  # type: ignore[arg-type]
    return caught.value.sentence


def test_an_answer_has_its_body_and_what_the_next_request_needs(server: Server) -> None:
    server.give("/feed", "words", ETag='W/"a"', Last_Modified="Mon, 01 Jun 2026 10:00:00 GMT", Content_Type="Text/XML")
    answer = get(server.url("/feed"))
    assert (answer.status, answer.data, answer.content_type) == (200, b"words", "text/xml")
    assert (answer.etag, answer.modified) == ('W/"a"', "Mon, 01 Jun 2026 10:00:00 GMT")
    assert "cookie" not in server.last("/feed")
    assert server.last("/feed")["user-agent"].startswith("Quotidian/")


def test_conditions_go_back_as_they_came(server: Server) -> None:
    server.give("/feed", b"", 304, ETag='"b"')
    answer = get(server.url("/feed"), etag='W/"a"', modified="Mon, 01 Jun 2026 10:00:00 GMT")
    assert (answer.status, answer.etag, answer.refusal) == (304, '"b"', "")
    sent = server.last("/feed")
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('W/"a"', "Mon, 01 Jun 2026 10:00:00 GMT")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw"])
def test_packed_bodies_are_unpacked(server: Server, encoding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(b"words " * 500),
        "deflate": zlib.compress(b"words " * 500),
        "raw": raw.compress(b"words " * 500) + raw.flush(),
    }[encoding]
    server.give("/feed", packed, Content_Encoding="gzip" if encoding == "gzip" else "deflate")
    assert get(server.url("/feed")).data == b"words " * 500


def test_what_only_says_that_it_is_packed_is_taken_as_it_is(server: Server) -> None:
    server.give("/feed", b"<rss/>", Content_Encoding="gzip")
    server.give("/deflate", b"<rss/>", Content_Encoding="deflate")
    assert get(server.url("/feed")).data == get(server.url("/deflate")).data == b"<rss/>"


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(server: Server) -> None:
    server.give("/bomb", gzip.compress(bytes(200_000_000), 9), Content_Encoding="gzip")
    assert "larger than" in refusal(server.url("/bomb"), limit=5_000_000)


def test_too_much_is_refused_however_long_it_says_it_is(server: Server) -> None:
    def endless(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "10")
        request.end_headers()
        request.wfile.write(bytes(10))
        request.close_connection = True

    server.answers["/short"] = endless
    server.give("/long", bytes(200_000))
    assert len(get(server.url("/short")).data) == 10
    assert "larger than" in refusal(server.url("/long"))


def test_a_body_that_breaks_off_is_no_answer(server: Server) -> None:
    def lying(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"<rss>")
        request.close_connection = True

    server.answers["/lying"] = lying
    server.give("/torn", gzip.compress(b"words " * 5000)[:-20], Content_Encoding="gzip")
    assert "broke off" in refusal(server.url("/lying"))
    assert "broke off" in refusal(server.url("/torn"))


def test_a_slow_drip_ends_with_the_deadline(server: Server) -> None:
    def drip(request: Request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        for _ in range(1000):
            request.wfile.write(b"x")
            request.wfile.flush()
            time.sleep(0.05)

    server.answers["/drip"] = drip
    began = time.monotonic()
    assert "within" in refusal(server.url("/drip"), deadline=0.5)
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("junk", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"\x00\xff" * 200, b"SSH-2.0-x\r\n"])
def test_what_is_no_http_is_said(server: Server, junk: bytes) -> None:
    def answer(request: Request) -> None:
        request.wfile.write(junk)
        request.close_connection = True

    server.answers["/junk"] = answer
    assert server.url("/junk") in refusal(server.url("/junk"))


def test_a_move_for_good_is_told_from_one_for_now(server: Server) -> None:
    server.give("/new", "words")
    server.redirect("/old", "/new", 301)
    server.redirect("/older", "/old", 308)
    server.redirect("/now", "/new", 302)
    server.redirect("/mixed", "/now", 301)
    new = server.url("/new")
    assert get(server.url("/old")).moved == get(server.url("/older")).moved == new
    for path in ("/now", "/mixed"):
        answer = get(server.url(path))
        assert (answer.moved, answer.url, answer.data) == ("", new, b"words")


def test_loops_and_endless_chains_end(server: Server) -> None:
    server.redirect("/a", "/b")
    server.redirect("/b", "/a")
    for number in range(30):
        server.redirect(f"/{number}", f"/{number + 1}", 301)
    assert "round and round" in refusal(server.url("/a"))
    assert "leads on and on" in refusal(server.url("/0"))
    assert server.asked("/20") == 0


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:,x", "//[::1"]
)
def test_redirects_lead_to_the_web_only(server: Server, target: str) -> None:
    server.redirect("/feed", target)
    assert "no address on the web" in refusal(server.url("/feed"))


def test_a_redirect_does_not_reach_this_computer_or_its_network(server: Server) -> None:
    with serving() as secret, serving("127.0.0.2") as other:
        secret.give("/", "secret")
        other.give("/", "secret")
        port = secret.server_address[1]
        targets = [secret.url("/"), other.url("/"), f"http://localhost:{port}/", f"http://[::ffff:127.0.0.1]:{port}/"]
        targets += [f"http://2130706433:{port}/", f"http://0x7f.1:{port}/", f"http://0.0.0.0:{port}/"]
        for target in targets:
            server.redirect("/feed", target, 301)
            assert "on your own network" in refusal(server.url("/feed")), target
        assert secret.requests == other.requests == []
    server.redirect("/feed", "http://169.254.169.254/latest/meta-data")
    assert "on your own network" in refusal(server.url("/feed"))


def test_an_address_from_content_does_not_reach_this_computer(server: Server) -> None:
    server.give("/", "secret")
    assert "on your own network" in refusal(server.url("/"), local=False)
    assert server.requests == []


def test_what_the_person_typed_may_move_within_its_server(server: Server) -> None:
    server.redirect("/feed", "/there")
    server.give("/there", "words")
    assert get(server.url("/feed")).data == b"words"


@pytest.mark.parametrize(
    ("address", "open_"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        *((closed, False) for closed in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254")),
        *((closed, False) for closed in ("0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255")),
        *((closed, False) for closed in ("::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1")),
        *((closed, False) for closed in ("64:ff9b::a00:1", "2002:7f00:1::")),
        ("nonsense", False),
    ],
)
def test_which_addresses_are_open(address: str, open_: bool) -> None:
    assert is_open(address) is open_


def test_which_addresses_are_of_one_server() -> None:
    assert same_computer("http://h/a", "http://H:80/b")
    assert not same_computer("http://h/a", "http://h:8080/a")
    assert not same_computer("http://h/a", "http://other/a")
    assert not same_computer("nonsense", "nonsense")


@pytest.mark.parametrize(
    ("address", "of", "login"),
    [
        ("https://h/b", "https://ann:pw@h/a", True),
        ("https://h:8443/b", "http://ann:pw@h/a", True),
        ("http://h/b", "https://ann:pw@h/a", False),
        ("https://other/b", "https://ann:pw@h/a", False),
        ("https://h.other/b", "https://ann:pw@h/a", False),
        ("https://h/b", "https://h/a", False),
    ],
)
def test_a_password_goes_to_its_own_host_only(address: str, of: str, login: bool) -> None:
    given = with_login(address, of)
    assert given == (address.replace("://", "://ann:pw@") if login else address)
    assert without_login(given) == address


def test_content_gives_no_passwords() -> None:
    assert web_link("//ann:pw@h/x@y", "https://g/") == "https://h/x@y"
    assert feed_address("feed://ann:pw@h/x") == "https://ann:pw@h/x"
    assert without_login("https://ann:p@w@h:8/x?q=a@b#c@d") == "https://h:8/x?q=a@b#c@d"
    assert without_login("https://h/ann:pw@x") == "https://h/ann:pw@x"


@pytest.mark.parametrize("status", [401, 403, 404, 410, 418, 429, 451, 500, 503])
def test_a_refusal_is_a_sentence_with_the_status(server: Server, status: int) -> None:
    server.give("/feed", "no", status)
    answer = get(server.url("/feed"))
    assert str(status) in answer.refusal
    assert bool(answer.wait_until) is (status in (429, 503))


def test_addresses_that_are_none_are_said() -> None:
    for url in ("http://", "ftp://h/x", "http://h:99999/", "file:///etc/passwd", "http://nowhere.invalid/"):
        assert url in refusal(url)


def test_at_most_two_at_one_host(server: Server) -> None:
    def slow(request: Request) -> None:
        time.sleep(0.05)
        request.give(200, "words")

    for number in range(10):
        server.answers[f"/{number}"] = slow

    async def all_at_once() -> list[Answer]:
        async with Network() as network:
            asked = (network.get(server.url(f"/{n}"), local=True, limit=1000, deadline=5) for n in range(10))
            return await asyncio.gather(*asked)

    assert all(answer.data == b"words" for answer in asyncio.run(all_at_once()))
    assert server.most == AT_ONE_HOST
