"""Bringing annotations in from a file: a look at what would come first, then all of it as one step of undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store import disk
from store.errors import UsageError
from tui.desk import Desk
from tui.handlers.opening import Opening

if TYPE_CHECKING:
    from store.loading import Loaded
    from tui.screens.load import Found, Tell, Wish


class Loading(Opening):
    """Asks which file, reads it aside, and shows what came."""

    def action_load(self) -> None:
        """Bring in annotations from a file, after a look at what would come."""
        desk = self.desk
        if desk is None or desk.library.read_only:
            self.label_bar.hint("the library is only read here: nothing can be loaded")
            return
        import tui.exchange  # noqa: F401 - makes all formats known
        from store.reading import readable  # seldom wanted: not needed for the first paint
        from tui.screens.load import Load

        async def look(wish: Wish, tell: Tell) -> Found:
            return await _look(desk, wish, tell)

        async def bring(wish: Wish, tell: Tell) -> None:
            from store.loading import load

            done = await desk.read(lambda library: load(library, _sound(wish), wish.format, tell=tell))
            await self._show_loaded(desk, done)

        self.app.push_screen(Load(readable(), look, bring))

    async def _show_loaded(self, desk: Desk, done: Loaded) -> None:
        """Show the articles that came, and the open one with what it has now."""
        await desk.refresh()
        self.articles.list.forget_drawn()
        await self.list_more(desk, done.articles)
        if desk.sheet is not None:
            self.show_sheet(desk.sheet)
        self.label_bar.hint(f"loaded {_counts(done)}: u takes it back", "undo")


async def _look(desk: Desk, wish: Wish, tell: Tell) -> Found:
    """What the file would bring. Raises QuotidianError."""
    from store.loading import load
    from tui.screens.load import Found

    done = await desk.look_up(lambda library: load(library, _sound(wish), wish.format, dry_run=True, tell=tell))
    new = f"{done.new:,} of them new" if done.new else "none of them new"
    return Found(f"{_counts(done)}, {new}, would come in ({done.format}).", done.conflicts)


def _counts(done: Loaded) -> str:
    from tui.cli.output import many

    return f"{many(done.annotations, 'annotation')} in {many(len(done.articles), 'article')}"


def _sound(wish: Wish) -> Path:
    """The path, if it is one that ends: reading a pipe would keep the reader from being left. Raises UsageError."""
    path = wish.path
    try:
        special = path.exists() and not (path.is_file() or path.is_dir())
    except OSError as error:
        raise disk.failure("read it", path, error) from error
    if special:
        raise UsageError(f"{path} is neither a file nor a folder.")
    return path
