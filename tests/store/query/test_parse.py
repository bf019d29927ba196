"""Queries as text: what they mean, what is wrong with them and where, and that writing and reading them agree."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.errors import QueryError
from store.query import EVERYTHING, Node, parse, show
from store.query.moments import Ago, Day, Today
from store.query.parse import DEEPEST, MOST
from store.query.syntax import Age, And, Is, Not, Or, Words
from tests.store.query.strategies import queries


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", EVERYTHING),
        ("  \t ", EVERYTHING),
        ("ferry", Words("ferry")),
        ("  ferry ", Words("ferry")),
        ('"ferry"', Words("ferry")),
        ("ferr*", Words("ferr", prefix=True)),
        ('"sea lev"*', Words("sea lev", prefix=True)),
        ("don't", Words("don't")),
        ("e-mail", Words("e-mail")),
        ("10:30", Words("10:30")),
        ("https://a.org/x", Words("https://a.org/x")),
        ("a b", And((Words("a"), Words("b")))),
        ("a AND b", And((Words("a"), Words("b")))),
        ("a & b - c", And((Words("a"), Words("b"), Words("c")))),
        ("a OR b c", Or((Words("a"), And((Words("b"), Words("c")))))),
        ("a or b", And((Words("a"), Words("or"), Words("b")))),
        ('a "OR" b', And((Words("a"), Words("OR"), Words("b")))),
        ("(a OR b) c", And((Or((Words("a"), Words("b"))), Words("c")))),
        ("((a))(b)", And((Words("a"), Words("b")))),
        ("-a", Not(Words("a"))),
        ("--a", Not(Not(Words("a")))),
        ("-(a b)", Not(And((Words("a"), Words("b"))))),
        ("unread", Is("is", "unread")),
        ("is:unread", Is("is", "unread")),
        ('"unread"', Words("unread")),
        ("read", Words("read")),
        ("Is:READ", Is("is", "read")),
        ("#later", Is("#", "later")),
        ("tag:later", Is("#", "later")),
        ('#"two words"', Is("#", "two words")),
        ("has:tags", Is("has", "tag")),
        ("feed:bbc", Is("feed", "bbc")),
        ('who:"Ann Smith"', Words("Ann Smith", "who")),
        ("said:climat*", Words("climat", "said", prefix=True)),
        (r'title:"a \"b\" \\ c"', Words(r'a "b" \ c', "title")),
        ('newer:"2 days"', Age(True, Ago(2, "day"))),
        ("newer:1h", Age(True, Ago(1, "hour"))),
        ("older:2026-11", Age(False, Day(2026, 11))),
        ("older:2026-02-28", Age(False, Day(2026, 2, 28))),
        ("newer:Yesterday", Age(True, Today(1))),
    ],
)
def test_a_query_means(text: str, meant: Node) -> None:
    assert parse(text) == meant
    assert parse(show(meant)) == meant


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ('climate "sea', 8, "not closed"),
        ("climate (sea", 8, "not closed"),
        ("climate) sea", 7, "no ‘(’"),
        (")", 0, "no ‘(’"),
        ("a ()", 2, "nothing between"),
        ("a OR", 2, "follows this OR"),
        ("OR a", 0, "before this OR"),
        ("(OR a)", 1, "before this OR"),
        ("a AND", 2, "follows this AND"),
        ("a -", 2, "behind this"),
        ("(a -)", 3, "behind this"),
        ("-&", 0, "behind this"),
        ("titel:x", 0, "title:"),
        ("xyzzy:x", 0, "Keys are"),
        ("a feed:", 2, "has to follow"),
        ("a feed: b", 2, "has to follow"),
        ("#", 0, "follow ‘#’"),
        ("tag:#", 0, "follow ‘#’"),
        ("has:nothing", 4, "has:nothing"),
        ("is:odd", 3, "There are"),
        ("newer:soon", 6, "no time"),
        ("newer:2026-13-01", 6, "no time"),
        ("newer:0000-00-00", 6, "no time"),
        ('a ""', 2, "nothing in these"),
        ("...", 0, "only signs"),
        ('"..."', 0, "only signs"),
        ("title:!", 6, "only signs"),
    ],
)
def test_a_query_that_makes_no_sense_says_where_and_why(text: str, at: int, says: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text)
    assert raised.value.at == at
    assert says in raised.value.sentence
    assert raised.value.sentence.endswith((".", "?"))


@given(queries)
def test_what_is_written_is_read_again(query: Node) -> None:
    assert parse(show(query)) == query


@given(
    st.text()
    | st.text('ab"\\*-:#^(){}+ \tORAND&')
    | st.lists(
        st.sampled_from(
            ["a", "OR", "AND", "-", "(", ")", '"', "is:", "unread", "#", "newer:", "2d", "has:note", " ", "*", "title:"]
        )
    ).map("".join)
)
@example("(" * 10_000)
@example("-" * 10_000)
@example("a " * 10_000)
@example("newer:" + "9" * 10_000 + "d")
@example("a OR " * 5_000)
def test_any_text_is_a_query_or_an_error_within_it(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as raised:
        error = raised
    else:
        assert parse(show(query)) == query
        return
    assert 0 <= error.at <= len(text)
    assert error.sentence.isprintable()


@given(queries)
def test_conditions_know_where_they_stand(query: Node) -> None:
    text = f"  {show(query)}  "

    def look(node: Node) -> None:
        begin, end = node.at
        assert parse(text[begin:end]) == node
        inner = node.nodes if isinstance(node, And | Or) else (node.node,) if isinstance(node, Not) else ()
        for part in inner:
            look(part)

    look(parse(text))


def test_limits_are_said() -> None:
    with pytest.raises(QueryError, match="deeper"):
        parse("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1))
    with pytest.raises(QueryError, match="one too many"):
        parse("a " * (MOST + 1))
    assert parse("(" * DEEPEST + "a" + ")" * DEEPEST) == Words("a")
