"""What is typed to see only some findings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.models import Annotation
from tui.marks import Mark, merge
from tui.widgets.finding_filter import facts_of, facts_of_annotation, parse


def kept(**fields: object) -> Annotation:
    made = Annotation(
        id="a", article="x", text_hash="h", kind="entity", start=0, end=9, exact="Ann Smith", label="PERSON"
    )
    return replace(made, **fields)


MARKED = kept(name="Ann Smith", tags=("mayor",), note="Check this", unsure=True, verdict="corrected")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("smith", True),
        ("SMITH check", True),
        ("jones", False),
        ("-jones", True),
        ("#mayor", True),
        ("tag:mayor -label:org", True),
        ("label:person kind:entity", True),
        ("label:ORG", False),
        ("verdict:corrected is:unsure", True),
        ("verdict:rejected", False),
        ("-is:unsure", False),
        ('"ann smith"', True),
        ('"ann jones"', False),
    ],
)
def test_every_term_has_to_hold(query: str, found: bool) -> None:
    assert parse(query)(facts_of_annotation(MARKED)) is found
    (mark,) = merge((), [MARKED])
    assert parse(query)(facts_of(mark)) is found


def test_a_rejection_is_found_by_its_verdict() -> None:
    assert parse("verdict:rejected")(facts_of_annotation(kept(verdict="rejected")))


@given(st.text(max_size=40))
def test_any_text_is_a_filter(query: str) -> None:
    marks: tuple[Mark, ...] = merge((), [MARKED])
    assert parse(query)(facts_of(marks[0])) in (True, False)
