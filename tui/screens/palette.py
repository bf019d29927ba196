"""The command palette: every action of the catalogue that the pane with the focus understands, by name."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.actions import BY_ID, Action, show_key


class ActionProvider(Provider):
    """Give it to `App.COMMANDS`."""

    async def discover(self) -> Hits:
        """All actions, before something is typed."""
        for action, key in self._actions():
            title = _title(action)
            yield DiscoveryHit(_with_key(Content(title), key), partial(self._run, action), title, action.help)

    async def search(self, query: str) -> Hits:
        """The actions whose name or sentence matches."""
        matcher = self.matcher(query)
        for action, key in self._actions():
            title = _title(action)
            if (score := max(matcher.match(title), matcher.match(action.help) * 0.7)) > 0:
                shown = _with_key(matcher.highlight(title), key)
                yield Hit(score, shown, partial(self._run, action), title, action.help)

    def _actions(self) -> list[tuple[Action, str]]:
        """What can be done, with its first key, the most useful first."""
        found: dict[str, str] = {}
        for active in self.screen.active_bindings.values():
            if active.enabled and active.binding.id in BY_ID and active.binding.id != "palette":
                found.setdefault(active.binding.id, show_key(active.binding.key))
        actions = [(BY_ID[id], key) for id, key in found.items()]
        return sorted(actions, key=lambda pair: pair[0].hint or 1000)

    async def _run(self, action: Action) -> None:
        await self.app.run_action(action.run, self.focused or self.screen)


def _title(action: Action) -> str:
    return action.label[:1].upper() + action.label[1:]


def _with_key(title: Content, key: str) -> Content:
    # Not in the help text, which Textual reads as markup: some keys are brackets.
    return Content.assemble(title, f"   {key}" if key else "")
