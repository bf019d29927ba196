"""Queries and texts for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from store.query.moments import Ago, Day, Today
from store.query.syntax import CHOICES, Age, And, Is, Node, Not, Or, Words
from store.text import clean_line

WORDS = ("ash", "birch", "cedar", "dune", "elm", "Fjörd", "gale")
NAMES = ("Ann Ash", "Bob Birch", "Cleo Elm")
TAGS = ("later", "Ash", "élan")

any_line = st.text(min_size=1, max_size=12).map(clean_line)
wordy = any_line.filter(lambda text: any(character.isalpha() for character in text))
moments = (
    st.builds(Ago, st.integers(0, 999_999), st.sampled_from(["minute", "hour", "day", "week", "month", "year"]))
    | st.dates().map(lambda day: Day(day.year, day.month, day.day))
    | st.builds(Today, st.integers(0, 1))
)


def nodes(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Queries over these leaves, in the shape that parsing gives."""

    def branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return (
            inner.map(Not)
            | several.filter(lambda parts: not any(isinstance(part, And) for part in parts)).map(And)
            | several.filter(lambda parts: not any(isinstance(part, Or) for part in parts)).map(Or)
        )

    return st.recursive(leaves, branches, max_leaves=6)


def words(text: st.SearchStrategy[str]) -> st.SearchStrategy[Node]:
    return st.builds(Words, text, st.sampled_from(["", "title", "by", "who", "said"]), st.booleans())


def chosen(key: str) -> st.SearchStrategy[Node]:
    return st.builds(Is, st.just(key), st.sampled_from(CHOICES[key]))


def ages(moments: st.SearchStrategy) -> st.SearchStrategy[Node]:
    return st.builds(Age, st.booleans(), moments)


queries = nodes(
    words(wordy)
    | st.builds(Is, st.sampled_from(["feed", "source", "label", "lang", "id"]), any_line.filter(bool))
    | st.builds(Is, st.just("#"), any_line.map(lambda tag: tag.lstrip("#").strip()).filter(bool))
    | chosen("has")
    | chosen("is")
    | ages(moments)
)
