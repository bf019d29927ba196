"""What the findings pane lists: grouped, counted, in order."""

from store.models import ArticleState
from tui.widgets.finding_items import (
    KEPT,
    PARTLY,
    UNSURE,
    cue_of,
    entity_findings,
    own_findings,
    quote_findings,
    words_of,
)


def test_names_stand_under_their_label_those_with_most_mentions_first(make):
    marks = [
        make.entity(0, "Beijing", "GPE"),
        make.entity(10, "Qin Gang"),
        make.entity(20, "Antony Blinken"),
        make.entity(40, "Blinken", name="Antony Blinken"),
        make.entity(50, "ZX-1", "SHIP"),
    ]
    found = entity_findings(marks)
    assert [(item.title, len(item.marks)) for item in found] == [
        ("PERSON", 0),
        ("Antony Blinken", 2),
        ("Qin Gang", 1),
        ("GPE", 0),
        ("Beijing", 1),
        ("SHIP", 0),
        ("ZX-1", 1),
    ]
    assert [item.key for item in found if not item.marks] == ["", "", ""]


def test_a_name_is_kept_where_all_its_mentions_are(make):
    [_, item] = entity_findings([make.kept(0, "Blinken"), make.kept(9, "Blinken")])
    assert item.sign == KEPT
    [_, item] = entity_findings([make.kept(0, "Blinken"), make.entity(9, "Blinken")])
    assert item.sign == PARTLY
    [_, item] = entity_findings([make.entity(9, "Blinken")])
    assert item.sign == " "
    [_, item] = entity_findings([make.kept(0, "Blinken", unsure=True)])
    assert item.sign == UNSURE


def test_a_name_keeps_its_key_when_it_is_accepted(make):
    assert entity_findings([make.entity(0, "Blinken")])[1].key == entity_findings([make.kept(0, "Blinken")])[1].key


def test_quotations_in_the_order_of_the_text(make):
    marks = [make.quote(0, "“Yes.”", "Ana"), make.entity(3, "X"), make.quote(30, "“No.”")]
    assert [(item.title, item.detail) for item in quote_findings(marks)] == [("Ana", "“Yes.”"), ("", "“No.”")]


def test_the_words_of_a_split_quotation_leave_out_the_clause_between(make):
    from msgspec.structs import replace

    mark = replace(make.quote(10, "“Yes,” he said, “we can.”"), parts=((10, 16), (26, 35)))
    assert words_of(mark) == "“Yes,” … “we can.”"


def test_a_quotation_without_a_cue(make):
    assert cue_of(make.quote(0, "“Yes.”", cue="")) == ""
    assert cue_of(make.quote(0, "“Yes.”", cue="said")) == "said"


def test_what_the_person_made(make):
    marks = [
        make.entity(0, "Suggested"),
        make.kept(10, "Bare"),
        make.kept(20, "Noted", note="look this up"),
        make.kept(30, "Tagged", tags=("a", "b")),
    ]
    orphan = make.annotation(99, "Gone", anchor="orphaned")
    state = ArticleState(article="a", starred=True, tags=("t",), note="n")
    found = own_findings(marks, state, [orphan])
    assert [item.title for item in found if not item.key] == [
        "THIS ARTICLE",
        "NOTES AND TAGS",
        "KEPT",
        "LOST THEIR PLACE",
    ]
    assert [item.title for item in found if item.annotation] == ["Noted", "Tagged", "Bare", "Gone"]
    assert [item.annotation.id for item in found if item.annotation and not item.marks] == [orphan.id]
    assert len({item.key for item in found if item.key}) == 7


def test_nothing_made_is_nothing_listed(make):
    assert own_findings([make.entity(0, "X")], ArticleState(article="a"), []) == []
