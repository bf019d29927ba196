"""The findings pane: three tabs, the caret follows it and it follows the caret."""

import pytest

from store.models import ArticleState
from tui.widgets.findings import FindingsPane

STATE = ArticleState(article="a")


@pytest.fixture
async def pane(tools, make):
    widget = FindingsPane()
    app = tools.host(widget)
    async with app.run((40, 20)) as pilot:
        widget.show(
            [
                make.entity(0, "Antony Blinken"),
                make.entity(20, "Beijing", "GPE"),
                make.quote(30, "“We met Blinken today.”", "Qin Gang", "low"),
                make.entity(38, "Blinken", name="Antony Blinken"),
                make.kept(60, "Blinken", name="Antony Blinken", note="who?"),
            ],
            STATE,
            [make.annotation(70, "Gone", anchor="orphaned")],
        )
        widget.focus_list()
        await pilot.pause()
        yield app, pilot, widget


def highlighted(app):
    return [message.mark.start for message in app.posted(FindingsPane.FindingHighlighted)]


def chosen(app):
    return [message.mark.start for message in app.posted(FindingsPane.FindingChosen)]


async def test_counts_stand_in_the_tabs(pane):
    app, _pilot, _widget = pane
    line = app.text()[0]
    assert "[Entities 4]" in line
    assert "Quotes 1" in line
    assert "Mine 2" in line


async def test_counts_keep_their_place(pane, make):
    app, pilot, widget = pane
    place = app.text()[0].index("Quotes")
    widget.show([make.entity(n * 2, "x") for n in range(1500)], STATE)
    await pilot.pause()
    assert app.text()[0].index("Quotes") == place


async def test_moving_in_it_moves_the_caret(pane):
    app, pilot, widget = pane
    await pilot.press("j")
    assert widget.mark.start == 20
    await pilot.press("k")
    assert highlighted(app) == [20, 0]


async def test_enter_goes_from_mention_to_mention(pane):
    app, pilot, _widget = pane
    await pilot.press("enter", "enter", "enter", "enter")
    assert chosen(app) == [0, 38, 60, 0]


async def test_n_goes_on_and_back(pane):
    app, pilot, _widget = pane
    await pilot.press("n", "n", "n", "N")
    assert highlighted(app) == [38, 60, 0, 60]


async def test_it_follows_the_caret_and_says_nothing(pane):
    app, pilot, widget = pane
    widget.reveal(22)
    assert widget.mark.start == 20
    widget.reveal(40)
    assert widget.mark.start == 38
    widget.reveal("e:20")
    assert widget.mark.start == 20
    widget.reveal(55)  # nothing is there
    widget.reveal("no such mark")
    assert widget.mark.start == 20
    await pilot.pause()
    assert highlighted(app) == []


async def test_after_the_caret_came_to_a_mention_n_goes_on_from_there(pane):
    app, pilot, widget = pane
    widget.reveal(38)
    await pilot.press("n")
    assert highlighted(app) == [60]


async def test_each_tab_follows_in_its_own_way(pane):
    _app, pilot, widget = pane
    await pilot.press("l")
    widget.reveal(40)
    assert widget.mark.kind == "quote"
    await pilot.press("l")
    widget.reveal(61)
    assert widget.annotation.note == "who?"
    await pilot.press("l")
    assert widget.tab == "entities"
    await pilot.press("h")
    assert widget.tab == "mine"


@pytest.mark.parametrize(("confidence", "doubt"), [("high", ""), ("medium", "?"), ("low", "??")])
async def test_a_card_says_how_sure_the_analysis_is(pane, make, confidence, doubt):
    app, pilot, widget = pane
    widget.show([make.quote(30, "“We met.”", "Qin Gang", confidence)], STATE)
    widget.open_tab("quotes")
    await pilot.pause()
    [head] = [line for line in app.text() if "Qin Gang" in line]
    assert head.rpartition("direct")[2].strip(" ▌▐█▁▂▃▄▅▆▇") == doubt


async def test_a_card_of_a_quotation(pane):
    app, pilot, _widget = pane
    await pilot.press("l")
    await pilot.pause()
    [head] = [line for line in app.text() if "Qin Gang" in line]
    assert "said" in head
    assert "direct" in head
    assert head.rstrip().endswith("?")
    assert any("“We met Blinken today.”" in line for line in app.text())


async def test_what_is_mine(pane):
    app, pilot, widget = pane
    await pilot.press("h")
    await pilot.pause()
    assert any("who?" in line for line in app.text())
    assert any("Gone" in line for line in app.text())
    await pilot.press("G")
    assert widget.mark is None
    assert widget.annotation.exact == "Gone"
    await pilot.press("enter", "n")
    assert chosen(app) == []


async def test_a_click_on_a_tab_opens_it(pane):
    app, pilot, widget = pane
    await pilot.click(widget, offset=(app.text()[0].index("Quotes") + 1, 0))
    assert widget.tab == "quotes"
    assert widget.list.has_focus


async def test_new_findings_leave_the_cursor_and_the_mention(pane, make):
    _app, pilot, widget = pane
    await pilot.press("n")
    widget.show([make.entity(0, "Antony Blinken"), make.kept(38, "Blinken", name="Antony Blinken")], STATE)
    await pilot.pause()
    assert widget.mark.start == 38
    widget.show([], STATE)
    await pilot.pause()
    assert widget.mark is None
    await pilot.press("n", "enter", "j")


async def test_a_quick_analysis_is_not_mentioned_and_a_slow_one_is(pane, tools, monkeypatch):
    app, pilot, widget = pane
    widget.analysing()
    widget.settled()
    assert not widget.status.display
    monkeypatch.setattr("tui.widgets.findings.PATIENCE", 0.001)
    widget.analysing()
    await tools.until(pilot, lambda: any("analysing" in line for line in app.text()))
    widget.settled()
    await pilot.pause()
    assert not any("analysing" in line for line in app.text())


async def test_nothing_found_is_said_once_it_is_certain(tools):
    widget = FindingsPane()
    app = tools.host(widget)
    async with app.run((40, 20)) as pilot:
        widget.analysing()
        await pilot.pause()
        assert not any("No names" in line for line in app.text())
        widget.settled()
        await pilot.pause()
        assert any("No names found." in line for line in app.text())
        widget.failed("The pipeline could not be loaded.")
        await pilot.pause()
        assert not any("No names" in line for line in app.text())


async def test_a_failure_is_a_sentence(pane):
    app, pilot, widget = pane
    widget.failed("The pipeline [red] could not be loaded.\x1b[2J")
    await pilot.pause()
    assert any("pipeline [red] could" in line for line in app.text())


@pytest.mark.parametrize("width", [10, 38, 78])
async def test_hostile_findings_are_shown_as_they_are(tools, make, hostile, width):
    widget = FindingsPane()
    app = tools.host(widget)
    async with app.run((width, 20)) as pilot:
        for number, text in enumerate(hostile):
            widget.show(
                [
                    make.entity(number, text, text),
                    make.quote(number, text, text, cue=text),
                    make.kept(number, text, text, note=text, tags=(text,)),
                ],
                ArticleState(article="a", note=text, tags=(text,)),
                [make.annotation(number, text)],
            )
            widget.failed(text)
            for tab in ("entities", "quotes", "mine"):
                widget.open_tab(tab)
                await pilot.pause()
                assert all(map(tools.is_safe, app.text()))


async def test_markup_is_shown_as_it_is(tools, make):
    widget = FindingsPane()
    app = tools.host(widget)
    async with app.run((60, 20)) as pilot:
        widget.show([make.entity(0, "[/b] plan"), make.quote(9, "[@click=app.quit]x[/]", "[red]who[/red]")], STATE)
        await pilot.pause()
        assert any("[/b] plan" in line for line in app.text())
        widget.open_tab("quotes")
        await pilot.pause()
        assert any("[@click=app.quit]x[/]" in line for line in app.text())
        assert any("[red]who[/red]" in line for line in app.text())


async def test_only_the_open_tab_is_filled_and_once_for_many_changes(pane, make, monkeypatch):
    _app, pilot, widget = pane
    filled = []
    for findings in widget.lists.values():
        show = findings.show_findings
        monkeypatch.setattr(
            findings, "show_findings", lambda items, show=show, id=findings.id: (filled.append(id), show(items))
        )
    for count in (3, 4, 5):
        widget.show([make.entity(n * 20, f"name {n}") for n in range(count)], STATE)
    assert filled == []  # the text is painted first
    await pilot.pause()
    assert filled == ["entity-list"]
    assert widget.tabs.counts["entities"] == 5
    widget.open_tab("quotes")
    assert filled == ["entity-list", "quote-list"]
    assert widget.list.items == ()


async def test_another_article_is_listed_at_once(pane, make):
    _app, _pilot, widget = pane
    widget.show([make.entity(7, "Someone")], ArticleState(article="b"))
    assert [item.title for item in widget.list.items if item.key] == ["Someone"]
