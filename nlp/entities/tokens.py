"""Splits the few tokens that spaCy's English tokenizer leaves whole though a name is only their first part: "U.S.-led".

Changes the tokens, so it belongs before anything that counts them; a document that has spans stays as it is.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.tokens import Doc

_JOINED = re.compile(r"((?:[A-Z]\.){2,})([-–])(\w[\w.-]*)")

_MOST = 500
"""Each split moves all later tokens, so a text of nothing else stays as it is."""


def split_joined(doc: Doc) -> None:
    """Make three tokens of "U.S.-led"; entities on the token stay on its parts."""
    if ".-" not in doc.text and ".–" not in doc.text:
        return
    if any(len(group) for group in doc.spans.values()):
        return
    found = [(token, match) for token in doc if (match := _JOINED.fullmatch(token.text))]
    if not 0 < len(found) <= _MOST:
        return
    with doc.retokenize() as retokenizer:
        for token, match in found:
            head: Any = token.head if token.head.i != token.i else (token, 2)
            retokenizer.split(token, list(match.groups()), heads=[(token, 2), (token, 2), head])
