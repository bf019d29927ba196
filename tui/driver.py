"""The terminal below the app. When it goes away (a window closed, a line lost), the reader keeps what is open and ends.

Most often a signal ends the program then. Where none comes (under `make`, for one), Textual would wait for ever to
write, and the library would stay locked. Only for systems with terminals as Unix has them.
"""

from __future__ import annotations

import select
import threading
from typing import IO, Any

from textual.drivers.linux_driver import LinuxDriver


class Output:
    """The terminal as a file; what can't be written any more is dropped, and nobody waits for it."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write, where somebody is there to read."""
        try:
            return self._file.write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        """Send what was written."""
        try:
            self._file.flush()
        except OSError:
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class TerminalDriver(LinuxDriver):
    """Textual's driver, and a look-out for the end of the terminal."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file: Any = Output(self._file)

    def start_application_mode(self) -> None:
        """Begin to draw and to read keys."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        threading.Thread(target=self._await_end, name="terminal", daemon=True).start()

    def _await_end(self) -> None:
        end = select.poll()
        end.register(self.fileno, 0)  # a hang-up is told whatever is asked for
        while not self.exit_event.is_set():
            if any(event & select.POLLHUP for _, event in end.poll(1000)):
                if not self.exit_event.is_set():
                    self._loop.call_soon_threadsafe(self._app.call_later, self._app.action_quit)
                return
