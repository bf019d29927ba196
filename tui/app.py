"""The Textual app: wiring only. `run` is what the command calls; `make_app` is what tests and screenshots call too."""

from __future__ import annotations

import gc
import traceback
from concurrent.futures import Future
from contextlib import suppress

from textual import events
from textual.app import App
from textual.driver import Driver

from nlp.client import Analyst
from store.errors import ConfigError, QuotidianError
from store.text import strip_controls
from tui.actions import check_keymap
from tui.config import Config
from tui.handlers.opening import MakeAnalyst
from tui.handlers.screen import Reading
from tui.labels import keyed_labels, label_colours
from tui.screens.palette import ActionProvider
from tui.startup import Prepared
from tui.themes import DARK, LIGHT, themes, variable_defaults
from tui.typeahead import TypeAhead


class Quotidian(TypeAhead[None]):
    """The reader."""

    TITLE = "Quotidian"
    COMMANDS = App.COMMANDS | {ActionProvider}
    CSS_PATH = Reading.CSS_PATH  # read with the app's own: what a screen adds has everything parsed again
    CSS = "Toast { background: $panel; }"

    def __init__(self, prepared: Future[Prepared], make_analyst: MakeAnalyst, config: Config) -> None:
        self._colours = label_colours(config.labels)  # asked for while the app is made
        super().__init__()
        for theme in themes():
            self.register_theme(theme)
        self.theme = self._theme(config.theme)
        self.set_keymap(config.keys)
        self.fault: BaseException | None = None
        """What made the app end by itself."""
        self.parting: QuotidianError | None = None
        """What went wrong while leaving."""
        self.prepared = prepared
        self.reading = Reading(prepared, make_analyst, config, keyed_labels(config.labels, config.label_names))

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew; where nothing is shown yet, what there is to parse is parsed when it is first used."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Reading:
        """The reader is the screen at the bottom, not one above an empty one, which would be styled and painted too."""
        return self.reading

    async def on_event(self, event: events.Event) -> None:
        """What is pasted is cleaned before anyone has it, Textual's own fields too."""
        if isinstance(event, events.Paste):
            event.text = strip_controls(event.text)
        await super().on_event(event)

    def on_mount(self) -> None:
        """Once the reader is painted, garbage is collected again; what was imported so far stays out of its way."""
        self.call_after_refresh(gc.freeze)
        self.call_after_refresh(gc.enable)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The hues of labels for themes that don't have them, and the person's own."""
        return variable_defaults(self.current_theme.dark) | self._colours

    def get_driver_class(self) -> type[Driver]:
        """Textual's choice; where that is its driver for Unix, ours, which notices when the terminal goes away."""
        chosen = super().get_driver_class()
        if chosen.__name__ == "LinuxDriver":
            from tui.driver import TerminalDriver

            return TerminalDriver
        return chosen

    def _fatal_error(self) -> None:
        # Textual would print a traceback, with whatever the article holds, into the terminal.
        if self.fault is None:
            self.fault = self._exception
        self._close_messages_no_wait()

    async def action_quit(self) -> None:
        """Leave, once everything is kept; a dialog is left first, which keeps a note that is being typed."""
        from tui.screens.dialog import Dialog

        if isinstance(self.screen, Dialog):
            self.screen.end()
            self.call_after_refresh(self.action_quit)
            return
        if self.reading.warn_of_drafts():
            return
        try:
            await self.reading.leave()
        except QuotidianError as error:
            self.parting = error
        self.exit()

    def _theme(self, name: str) -> str:
        if name and name not in self.available_themes:
            known = ", ".join((DARK, LIGHT, *sorted(set(self.available_themes) - {DARK, LIGHT})))
            raise ConfigError(f"There is no theme {name!r}. There are: {known}.")
        return name or DARK


def make_app(
    prepared: Future[Prepared], config: Config | None = None, make_analyst: MakeAnalyst = Analyst
) -> Quotidian:
    """The app on a library that is being opened (`tui.startup.prepare_aside`).

    Raises ConfigError where the configuration names an unknown theme or action.
    """
    chosen = config or Config()
    if wrong := check_keymap(chosen.keys):
        raise ConfigError(" ".join(wrong))
    return Quotidian(prepared, make_analyst, chosen)


def run(prepared: Future[Prepared], config: Config | None = None) -> None:
    """Open the reader; returns when it is left.

    Raises ConfigError, as `make_app` does, and QuotidianError where the app ended by a fault of its own.
    """
    app = make_app(prepared, config)
    try:
        app.run()
    finally:
        _close(app)
    if app.fault is not None:
        raise QuotidianError(_report(app.fault))
    if app.parting is not None:
        raise app.parting


def _close(app: Quotidian) -> None:
    """Close what leaving has not closed: after a fault, or a signal."""
    app.reading.abandon()
    if app.prepared.done() and app.prepared.exception() is None:
        with suppress(QuotidianError):  # leaving has said it; everything is in the journal
            app.prepared.result().library.close()


def _report(fault: BaseException) -> str:
    """Keep the details of a fault in a file, and say in a sentence where."""
    from platformdirs import user_log_path

    file = user_log_path("quotidian", appauthor=False) / "fault.txt"
    where = f" The details are in {file}: please report them."
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(traceback.format_exception(fault)), encoding="utf-8", errors="replace")
    except OSError:
        where = ""
    return (
        f"Quotidian stopped because of a fault of its own ({type(fault).__name__}). "
        f"Everything that was shown as saved is on the disk.{where}"
    )
