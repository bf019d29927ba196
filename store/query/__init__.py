"""One language to say which articles are meant, wherever that is asked: lists, searches, commands, rules.

`parse` reads it (QueryError says where it is wrong), `show` writes it, `store.query.finder` answers it.
"""

from store.query.parse import parse
from store.query.syntax import EVERYTHING, Node, show

__all__ = ["EVERYTHING", "Node", "parse", "show"]
