"""Export, statistics and help: dialogs that look at everything and change nothing in the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store import disk
from store.errors import UsageError
from tui.actions import BY_ID, Context
from tui.desk import Desk
from tui.handlers.base import Handler

if TYPE_CHECKING:
    from store import formats
    from tui.screens.export import Wish


class Exporting(Handler):
    """Asks what to write where, writes it, and says where it went."""

    def action_export(self) -> None:
        """Write annotations to a file that other tools read."""
        from store.export import slug
        from tui.cli.output import many
        from tui.exchange import formats  # they come after the first paint
        from tui.screens.export import Export, Format, Scope

        desk = self.desk
        if desk is None or not self.articles.list.rows.places:
            self.label_bar.hint("there is nothing to export yet")
            return
        scopes: list[tuple[Scope, str]] = []
        names: dict[Scope, str] = {}
        if desk.sheet is not None:
            scopes.append(("article", f"this article: {_marks(desk.look(desk.sheet.article.id)[1])}"))
            names["article"] = _short(slug(desk.sheet.article.title))
        picked, shown = list(self.articles.list.picked), self.articles.list.rows.places
        if picked:
            scopes.append(("picked", f"the picked: {many(len(picked), 'article')}"))
        scopes.append(("list", f"all that the list shows: {many(len(shown), 'article')}"))
        scopes.append(("library", f"the whole library: {_marks(sum(desk.library.counts('marked').values()))}"))
        found = sorted(
            (formats.find(name) for name in formats.names()), key=lambda one: (one.name != "jsonl", one.name)
        )
        offered = [Format(*_kind(one)) for one in found]

        async def perform(wish: Wish) -> str:
            if wish.scope == "article" and desk.sheet is not None:
                ids = [desk.sheet.article.id]
            else:
                places = {"picked": picked, "list": shown}.get(wish.scope)
                wanted = await desk.look_up(lambda library: library.select()) if places is None else places
                ids = await desk.look_up(lambda library: library.ids(wanted))
            return await _write(desk, ids, wish)

        self.app.push_screen(Export(offered, scopes, _here(), names, perform))

    async def action_statistics(self) -> None:
        """Show what was read and marked, in numbers."""
        from store.stats import gather  # neither is needed before it is asked for
        from tui.screens.stats import Statistics

        if self.desk is not None:
            self.app.push_screen(Statistics(await self.desk.look_up(gather)))

    def action_help(self) -> None:
        """Explain all keys, and do the one that is picked."""
        from tui.screens.help import Help

        focused = self.focused or self
        context: Context = "article"
        if self.findings.has_focus_within:
            context = "findings"
        elif self.articles.has_focus_within:
            context = "articles"

        async def picked(action: str | None) -> None:
            if action:
                await self.app.run_action(BY_ID[action].run, focused)

        self.app.push_screen(Help(context, self.config.keys), picked)


async def _write(desk: Desk, ids: list[str], wish: Wish) -> str:
    """Export, and say where it went and what is missing, a sentence a line. Raises QuotidianError."""
    from store.export import export
    from tui.exchange import formats

    path = wish.path
    try:
        if isinstance(formats.find(wish.format), formats.Stream):
            if path.is_dir():
                raise UsageError(f"{path} is a folder: name a file in it.")
            if not path.parent.is_dir():
                raise UsageError(f"There is no folder {path.parent}: name one that is there.")
        done = await desk.read(lambda library: export(library, ids, wish.format, path, only=wish.only))
    except OSError as error:  # a name that can't be one
        raise disk.failure("write the export", path, error) from error
    where = (
        f"{len(done.files):,} files in {path}" if len(done.files) > 1 else str(done.files[0] if done.files else path)
    )
    return "\n".join((f"Written: {where}", *done.not_expressed))


def _here() -> Path:
    """The working folder, or the home folder where that is gone."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


def _short(name: str, limit: int = 40) -> str:
    """The first words of a file name: one that is offered in a field should be seen whole."""
    return name if len(name) <= limit else name[: limit + 1].rpartition("-")[0] or name[:limit]


def _kind(chosen: formats.Format) -> tuple[str, str, str]:
    """Name, what it is for, suffix: none where it writes into a folder."""
    from tui.exchange import formats

    return chosen.name, chosen.about, "" if isinstance(chosen, formats.Folder) else chosen.suffix


def _marks(count: int) -> str:
    return f"{count} mark" if count == 1 else f"{count} marks"
