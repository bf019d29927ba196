"""The catalogue of actions: no two actions share a key where both could be meant, and all are explained."""

from collections import Counter

import pytest

from tui.actions import BY_ID, CATALOGUE, CONTEXTS, GROUPS, TITLES, bindings, check_keymap, keys_of, show_key


def test_ids_are_unique():
    assert [id for id, times in Counter(action.id for action in CATALOGUE).items() if times > 1] == []


def test_no_key_stands_twice_in_one_context():
    assert check_keymap({}) == []


def test_every_group_has_a_title_and_a_context():
    assert set(TITLES) == set(GROUPS) == {group for groups in CONTEXTS.values() for group in groups}


@pytest.mark.parametrize("action", CATALOGUE, ids=lambda action: action.id)
def test_every_action_is_explained_in_a_sentence(action):
    assert action.label
    assert action.help[0].isupper()
    assert action.help.endswith(".")


def test_bindings_carry_the_ids_that_a_keymap_names():
    assert {binding.id for binding in bindings(*GROUPS)} == set(BY_ID)


def test_a_remapped_key_is_the_one_that_counts():
    assert keys_of(BY_ID["accept"], {"accept": "y, enter"}) == ("y", "enter")
    assert keys_of(BY_ID["accept"], {}) == ("a",)


def test_a_key_given_to_two_actions_of_one_pane_is_said():
    [sentence] = check_keymap({"reject": "a"})
    assert "'accept'" in sentence
    assert "'reject'" in sentence


def test_a_key_is_the_same_by_its_name_and_by_its_character():
    assert check_keymap({"zen": "question_mark"})


def test_an_unknown_action_is_said():
    [sentence] = check_keymap({"dance": "d"})
    assert "'dance'" in sentence


def test_two_actions_may_swap_their_keys():
    assert check_keymap({"accept": "x", "reject": "a"}) == []


@pytest.mark.parametrize(
    ("key", "shown"),
    [("ctrl+d", "^d"), ("shift+tab", "S-Tab"), ("f6", "F6"), ("+", "+"), ("Q", "Q"), ("f", "f"), ("slash", "/")],
)
def test_keys_are_shown_as_a_person_reads_them(key, shown):
    assert show_key(key) == shown
