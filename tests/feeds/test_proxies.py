"""Proxies: asked where the environment says so, and no way around the rule for what content leads to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from feeds.proxies import may_be_near, proxy_for
from store.errors import SourceError
from tests.feeds.server import Server, serving
from tests.feeds.test_network import get, refusal

FAR = "http://news.invalid/feed"
"""No computer has this name: only a proxy could know one."""


@pytest.fixture(autouse=True)
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving() as running:
        running.give(FAR, "words")
        monkeypatch.setenv("HTTP_PROXY", running.url("").replace("//", "//ann:p%40w@"))
        monkeypatch.setenv("HTTPS_PROXY", running.url("").replace("//", "//ann:p%40w@"))
        yield running


def test_an_address_is_asked_for_through_the_proxy(proxy: Server) -> None:
    assert get(FAR).data == b"words"
    sent = proxy.last(FAR)
    assert (sent["host"], sent["proxy-authorization"]) == ("news.invalid", "Basic YW5uOnBAdw==")


def test_this_computer_is_asked_directly(proxy: Server, server: Server) -> None:
    server.give("/feed", "here")
    assert get(server.url("/feed")).data == b"here"
    assert proxy.requests == []


def test_what_no_proxy_names_is_asked_directly(proxy: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "example.org,.invalid")
    assert "is not known" in refusal(FAR)
    assert proxy.requests == []


@pytest.mark.parametrize(
    "near",
    [
        *("http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest", "http://[fd00::1]/"),
        *("http://0xa.1/", "http://167772161/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/"),
        *("http://router/", "http://wiki.corp/", "http://db.internal/", "http://x.local./"),
    ],
)
def test_no_content_leads_through_the_proxy_to_a_network_of_ones_own(proxy: Server, near: str) -> None:
    proxy.give(near, "secret")
    assert "on your own network" in refusal(near, local=False)
    proxy.redirect(FAR, near)
    assert "on your own network" in refusal(FAR)
    assert [path for path, _ in proxy.requests] == [FAR]


def test_what_content_leads_to_elsewhere_is_asked_for_through_the_proxy(proxy: Server) -> None:
    proxy.redirect(FAR, "http://other.invalid/feed")
    proxy.give("http://other.invalid/feed", "there")
    assert get(FAR).data == b"there"
    assert get(FAR, local=False).data == b"there"


def test_a_name_of_which_any_address_is_near_is_refused(proxy: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(host: str, port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    monkeypatch.setattr("feeds.connections.addresses_of", both)
    assert "on your own network" in refusal(FAR, local=False)
    assert proxy.requests == []


def test_an_address_of_ones_own_network_that_the_person_gave_is_asked_for(proxy: Server) -> None:
    proxy.give("http://10.0.0.1/feed", "ours")
    assert get("http://10.0.0.1/feed").data == b"ours"


def test_a_proxy_that_refuses_is_named_without_its_password(proxy: Server) -> None:
    sentence = refusal("https://news.invalid/feed")
    assert f"through the proxy ‘{proxy.url('')}’" in sentence
    assert "HTTPS_PROXY" in sentence
    assert "p@w" not in sentence
    proxy.give(FAR, "", 407)
    assert "behind a proxy that wants a password" in get(FAR).refusal


def test_a_proxy_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as gone:
        address = gone.url("")
    monkeypatch.setenv("all_proxy", address.removeprefix("http://"))
    assert f"through the proxy ‘{address}’" in refusal(FAR)


@pytest.mark.parametrize("named", ["socks5://ann:pw@h:1080", "http://", "http://h:port", "ftp://h"])
def test_a_proxy_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("HTTP_PROXY", named)
    with pytest.raises(SourceError, match="begins with http") as caught:
        proxy_for("http", "news.invalid")
    assert "pw" not in caught.value.sentence
    assert "can't be used" in refusal(FAR)


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("router", True),
        ("a.LAN", True),
        ("1.2.3.4.5", True),
        ("0x7f.0x1", True),
        ("news.org", False),
        ("a.info", False),
    ],
)
def test_which_unknown_names_may_be_near(host: str, near: bool) -> None:
    assert may_be_near(host) is near
