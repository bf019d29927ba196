"""An item is known again whatever its feed does to it, and two items are never taken for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feeds.contents import Item
from feeds.identity import canonical_link, with_keys
from store.feeds import matched

WORDS = st.text("abc/:?&=# é", max_size=8)
ITEMS = st.builds(Item, title=WORDS, text=WORDS, guid=WORDS, link=WORDS, published=st.sampled_from(["", "2026"]))


def known_as(before: list[Item], after: list[Item]) -> list[int | None]:
    """For each item of a feed, which of those before it is known as."""
    known = {key: str(n) for n, item in enumerate(with_keys(before)) for key in item.keys if key}
    return [None if n is None else int(n) for n in matched([item.keys for item in with_keys(after)], known)]


def test_a_guid_is_enough() -> None:
    old, new = Item(title="A", text="x", guid="g"), Item(title="Edited", text="y", guid="g", link="http://h/new")
    assert known_as([old], [new]) == [0]


def test_a_guid_that_moves_to_another_scheme_and_host_is_the_same() -> None:
    olds = [Item(title=f"{n}", text="x", guid=f"http://old.example/?p={n}") for n in range(3)]
    news = [Item(title=f"New {n}", text="x", guid=f"https://new.example/?p={n}") for n in (2, 1, 0)]
    assert known_as(olds, news) == [2, 1, 0]


def test_a_guid_that_changes_with_the_title_is_known_by_its_link() -> None:
    old = Item(title="A", text="x", guid="a-title", link="http://h/1?utm_source=rss#top")
    new = Item(title="B", text="x", guid="b-title", link="https://www.h/1/?utm_medium=feed")
    assert known_as([old], [new]) == [0]


def test_a_random_token_in_the_link_is_known_by_title_and_date() -> None:
    old = Item(title="A  title", text="x", link="http://h/a?x=123", published="2026-01-01T00:00:00Z")
    new = Item(title="a Title", text="longer", link="http://h/a?x=987", published="2026-01-01T00:00:00Z")
    other = Item(title="a Title", text="longer", link="http://h/a?x=5", published="2026-01-02T00:00:00Z")
    assert known_as([old], [new, other]) == [0, None]


def test_the_same_guid_twice_is_two_items() -> None:
    before = [Item(title=f"T{n}", text=f"x{n}", guid="same", link=f"http://h/{n}") for n in range(3)]
    keys = [item.keys for item in with_keys(before)]
    assert len(set(keys)) == 3
    assert known_as(before, before[::-1]) == [2, 1, 0]


def test_items_that_share_all_but_their_text_are_two() -> None:
    twins = [Item(title="T", text=f"x{n}", guid="g", link="http://h/", published="2026") for n in range(2)]
    assert known_as(twins, twins[::-1]) == [1, 0]


def test_a_front_page_as_link_makes_no_two_items_one() -> None:
    old, new = (
        Item(title="A", text="x", guid="1", link="http://h/"),
        Item(title="B", text="y", guid="2", link="http://h"),
    )
    assert known_as([old], [new]) == [None]


def test_the_surest_key_of_any_item_comes_first() -> None:
    old = Item(title="A", text="x", guid="1", link="http://h/live")
    again, other = Item(title="A2", text="x", guid="1", link="http://h/x"), Item(title="B", text="y", guid="2")
    other = Item(title="B", text="y", guid="2", link="http://h/live")
    assert known_as([old], [other, again]) == [None, 0]


@given(st.lists(ITEMS, max_size=8))
def test_a_feed_that_did_not_change_is_known_item_by_item(items: list[Item]) -> None:
    unique = list(dict.fromkeys(items))
    found = known_as(unique, unique)
    assert None not in found
    keyed = with_keys(unique)
    assert [keyed[n or 0].keys for n in found] == [item.keys for item in keyed]


@given(st.lists(ITEMS, max_size=8), st.lists(ITEMS, max_size=8))
def test_no_article_is_two_items(before: list[Item], after: list[Item]) -> None:
    found = [n for n in known_as(list(dict.fromkeys(before)), list(dict.fromkeys(after))) if n is not None]
    assert len(found) == len(set(found))


@given(st.text(max_size=60))
def test_any_link_has_a_canonical_form_that_stays(link: str) -> None:
    assert isinstance(canonical_link(link), str)
