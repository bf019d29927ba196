"""Parts for training and testing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import UsageError
from store.splitting import PARTS, parse_shares, split

ARTICLES = st.dictionaries(st.text("abcdef", min_size=1, max_size=5), st.sampled_from("hijklmnop"), max_size=40)
SHARES = st.tuples(*[st.integers(0, 9)] * 3).filter(any)


@given(ARTICLES, SHARES, st.integers(), st.randoms())
def test_each_article_is_in_one_part_whatever_their_order(articles, shares, seed, random) -> None:
    parts = split(articles.items(), shares, seed)
    assert tuple(parts) == PARTS
    assert sorted(id for part in parts.values() for id in part) == sorted(articles)
    shuffled = list(articles.items())
    random.shuffle(shuffled)
    again = split(shuffled, shares, seed)
    assert {part: set(ids) for part, ids in again.items()} == {part: set(ids) for part, ids in parts.items()}
    assert all(not parts[part] for part, share in zip(PARTS, shares, strict=True) if not share)
    texts = [{articles[id] for id in ids} for ids in parts.values()]
    assert sum(map(len, texts)) == len(set(articles.values()))  # no text is in two parts


@given(st.integers(0, 60), SHARES, st.integers())
def test_shares_are_met_to_within_an_article(count, shares, seed) -> None:
    parts = split(((str(n), str(n)) for n in range(count)), shares, seed)
    for part, share in zip(PARTS, shares, strict=True):
        assert abs(len(parts[part]) - count * share / sum(shares)) <= 1


def test_another_seed_draws_another_split() -> None:
    articles = [(str(n), str(n)) for n in range(50)]
    assert split(articles, (8, 1, 1), 1) != split(articles, (8, 1, 1), 2)


def test_shares_are_read_or_refused() -> None:
    assert parse_shares("80/10/10") == (80, 10, 10)
    for wrong in ("80/20", "a/b/c", "0/0/0", "-1/1/1", "1/1/1/1", "", "½/1/1", "²/1/1"):
        with pytest.raises(UsageError, match="three whole numbers"):
            parse_shares(wrong)
