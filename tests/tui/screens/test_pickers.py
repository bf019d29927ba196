"""Labels, speakers and tags are picked by typing."""

import pytest

from store.models import ENTITY_LABELS, Mention
from tui.screens.pickers import LabelPicker, SpeakerPicker, Spoken, TagEditor, label_name, ranked

NEAR = (
    Mention(start=5, end=12, text="Blinken", name="Antony Blinken"),
    Mention(start=40, end=42, text="he"),
    Mention(start=90, end=98, text="Sullivan", name="Jake Sullivan"),
)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("", "PERSON"),
        ("per", "PERSON"),
        ("loc", "LOC"),
        ("art", "WORK_OF_ART"),
        ("prodct", "PRODUCT"),
        ("lang", "LANGUAGE"),
    ],
)
def test_what_was_probably_meant_comes_first(query, first):
    assert ranked(query, ENTITY_LABELS)[0] == first


def test_what_is_not_alike_is_left_out():
    assert ranked("zzzzzz", ENTITY_LABELS) == []


def test_a_label_is_named_like_those_of_spacy():
    assert label_name(" war  ship\n") == "WAR_SHIP"


class TestLabelPicker:
    async def test_recent_ones_come_first(self, opened):
        async with opened(LabelPicker(ENTITY_LABELS, ["EVENT", "SHIP"])) as (app, pilot):
            await pilot.press("enter")
            assert app.result == "EVENT"

    async def test_typing_finds_one(self, opened):
        async with opened(LabelPicker(ENTITY_LABELS)) as (app, pilot):
            await pilot.press(*"money", "enter")
            assert app.result == "MONEY"

    async def test_arrows_move(self, opened):
        async with opened(LabelPicker(ENTITY_LABELS)) as (app, pilot):
            await pilot.press("down", "down", "up", "enter")
            assert app.result == "ORG"

    async def test_a_new_one_is_made(self, opened):
        async with opened(LabelPicker(ENTITY_LABELS)) as (app, pilot):
            await pilot.press(*"zeppelin")
            assert app.shows("a new label")
            await pilot.press("enter")
            assert app.result == "ZEPPELIN"

    async def test_one_that_is_there_is_not_made_anew(self, opened):
        async with opened(LabelPicker(ENTITY_LABELS)) as (app, pilot):
            await pilot.press(*"Work of art")
            assert not app.shows("a new label")

    async def test_locked_makes_none_and_says_so(self, opened, tools):
        async with opened(LabelPicker(ENTITY_LABELS, locked=True)) as (app, pilot):
            await pilot.press(*"qqqqqq", "enter")
            assert app.result is tools.waits
            assert app.shows("locked")

    async def test_escape_leaves(self, opened):
        async with opened(LabelPicker(ENTITY_LABELS)) as (app, pilot):
            await pilot.press("p", "escape")
            assert app.result is None

    async def test_a_click_picks(self, opened):
        picker = LabelPicker(ENTITY_LABELS)
        async with opened(picker) as (app, pilot):
            await pilot.click(picker.list, offset=(5, 2))
            assert app.result == "GPE"

    async def test_hostile_words(self, opened, tools):
        for text in tools.hostile:
            async with opened(LabelPicker([text], [text], what=text)) as (app, pilot):
                assert all(map(tools.is_safe, app.text()))
                await pilot.press("enter")
                assert app.result == text


class TestSpeakerPicker:
    @pytest.mark.parametrize(("key", "speaker"), [("1", NEAR[0]), ("3", NEAR[2]), ("0", None), ("enter", NEAR[0])])
    async def test_a_digit_picks_at_once(self, opened, key, speaker):
        async with opened(SpeakerPicker(NEAR)) as (app, pilot):
            await pilot.press(key)
            assert app.result == Spoken(speaker)

    async def test_a_digit_without_a_mention_does_nothing(self, opened, tools):
        async with opened(SpeakerPicker(NEAR)) as (app, pilot):
            await pilot.press("7")
            assert app.result is tools.waits

    async def test_typing_finds_one(self, opened):
        async with opened(SpeakerPicker(NEAR)) as (app, pilot):
            await pilot.press(*"jake", "enter")
            assert app.result == Spoken(NEAR[2])

    async def test_any_name_can_be_typed(self, opened):
        async with opened(SpeakerPicker(NEAR)) as (app, pilot):
            await pilot.press(*"Qin Gang", "enter")
            assert app.result == Spoken(None, "Qin Gang")

    async def test_nobody_at_all(self, opened):
        async with opened(SpeakerPicker(())) as (app, pilot):
            await pilot.press("enter")
            assert app.result == Spoken(None)

    async def test_escape_is_no_decision(self, opened):
        async with opened(SpeakerPicker(NEAR, current=NEAR[1])) as (app, pilot):
            assert app.shows("now")
            await pilot.press("escape")
            assert app.result is None


class TestTagEditor:
    async def test_the_tags_there_are_can_be_added_to(self, opened):
        async with opened(TagEditor(["china"], ["visit"])) as (app, pilot):
            await pilot.press(*"#trade china", "enter")
            assert app.result == ("china", "trade")

    async def test_tab_takes_over_one_used_before(self, opened):
        async with opened(TagEditor([], ["climate", "visit"])) as (app, pilot):
            await pilot.press(*"vi", "tab", *"x", "enter")
            assert app.result == ("visit", "x")

    async def test_arrows_choose_among_them(self, opened):
        async with opened(TagEditor(["a"], ["climate", "visit"])) as (app, pilot):
            await pilot.press("down", "tab", "enter")
            assert app.result == ("a", "visit")

    async def test_no_tags_at_all(self, opened):
        async with opened(TagEditor(["a"], ["a"])) as (app, pilot):
            await pilot.press("ctrl+l", "enter")
            assert app.result == ()

    async def test_escape_leaves(self, opened):
        async with opened(TagEditor(["a"])) as (app, pilot):
            await pilot.press("b", "escape")
            assert app.result is None

    async def test_hostile_words(self, opened, tools):
        async with opened(TagEditor(tools.hostile, tools.hostile, what=tools.hostile[2])) as (app, pilot):
            assert all(map(tools.is_safe, app.text()))
            await pilot.press("enter")
            assert all(map(tools.is_safe, app.result))
