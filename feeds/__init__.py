"""Where articles come from: files, folders and the standard input. No screen and no analysis.

Light to import: what parses Markdown and HTML is imported when the first such file is read.
"""

from feeds.sources import Skipped, read_sources

__all__ = ["Skipped", "read_sources"]
