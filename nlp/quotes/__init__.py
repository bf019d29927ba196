"""Quotations and who said them: found by rules over words and marks, with no parser and no tagger.

The rooms, from the text up: `marks` and `tokens` read characters; `document`, `sentences` and `cues` lay them out;
`phrases` and `subjects` find who a verb belongs to; `attribution` decides who said each quotation; `extent` what was
said; `indirect` finds speech without marks; `people` and `pronouns` give speakers their names. `extract` is the door
for programs and `component` the one for spaCy; nothing but `component` imports spaCy.
"""
