"""The reader's screen, all handlers together."""

from __future__ import annotations

from concurrent.futures import Future

from tui.config import Config
from tui.handlers.analysing import Analysing
from tui.handlers.copying import Copying
from tui.handlers.exporting import Exporting
from tui.handlers.fetching import Fetching
from tui.handlers.loading import Loading
from tui.handlers.naming import Naming
from tui.handlers.opening import MakeAnalyst
from tui.startup import Prepared


class Reading(Fetching, Analysing, Naming, Copying, Exporting, Loading):
    """What a person reads and marks in."""

    def __init__(
        self, prepared: Future[Prepared], make_analyst: MakeAnalyst, config: Config, labels: tuple[str, ...]
    ) -> None:
        super().__init__(config, labels)
        self.prepared = prepared
        self.make_analyst = make_analyst
