"""Where states are: filling an index at once leaves it as one change after the other does."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from store.index import States

documents = st.one_of(
    st.builds(lambda article, removed: {"article": article, "removed": removed}, st.sampled_from("abc"), st.booleans()),
    st.sampled_from([{}, {"article": 3}, {"removed": "yes"}]),
)


@given(st.lists(documents))
def test_filled_at_once_it_is_as_after_each_change(made: list[dict[str, object]]) -> None:
    held = {str(key): msgspec.Raw(msgspec.json.encode(document)) for key, document in enumerate(made, start=1)}
    at_once, one_by_one = States(), States()
    at_once.fill(held)
    for key, raw in held.items():
        one_by_one.change(int(key), None, raw)
    assert vars(at_once) == vars(one_by_one)
