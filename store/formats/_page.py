"""The head of an HTML page: its policy, which lets nothing run or load, and its looks."""

from __future__ import annotations

HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>$TITLE</title>
<style>
:root { --page: #fbfaf7; --ink: #22211e; --dim: #6b6860; --line: #dedacf;
  --tint: 91%; --full: 60%; --deep: 38%; --bar: #a8742a }
@media (prefers-color-scheme: dark) {
  :root { --page: #1a1a1c; --ink: #e6e3dc; --dim: #9a968c; --line: #3a393a;
  --tint: 24%; --full: 32%; --deep: 78%; --bar: #d9a55a }
}
* { box-sizing: border-box }
body { margin: 0 auto; padding: 3rem 1.5rem; max-width: 70rem; display: grid; gap: 3.5rem; background: var(--page);
  color: var(--ink); font: 1.0625rem/1.65 Charter, Georgia, "Noto Serif", serif; overflow-wrap: anywhere }
@media (min-width: 60rem) { body { grid-template-columns: minmax(0, 40rem) minmax(0, 1fr) } }
h1 { margin: 0 0 .4rem; font-size: 2rem; line-height: 1.2 }
header p, small, i { color: var(--dim) }
header { margin: 0 0 2rem }
header p { margin: 0 0 .2rem; font-size: .9rem }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: .2em }
p { margin: 0 0 1.1em }
mark { background: hsl(var(--h, 50) var(--full) var(--tint)); color: inherit; border-bottom: 2px solid
  hsl(var(--h, 50) 55% var(--deep)); border-radius: 2px; padding: 0 .1em; margin: 0 -.1em }
mark mark { padding: 0; margin: 0 }
mark.high { border-bottom-style: dotted }
.label { white-space: nowrap; margin-left: .3em;
  font: 600 .58rem/1 system-ui, sans-serif; letter-spacing: .04em; vertical-align: .25em;
  color: hsl(var(--h, 50) 55% var(--deep)) }
.said + .label { color: var(--bar); letter-spacing: 0 }
.said { text-decoration: underline; text-decoration-color: var(--bar); text-decoration-thickness: 1px;
  text-underline-offset: .35em }
aside { font-size: .92rem; line-height: 1.5 }
h2 { margin: 0 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); font-size: 1.05rem }
h3 { margin: 1.1rem 0 .3rem; font: 600 .78rem/1.4 system-ui, sans-serif; color: hsl(var(--h, 40) 45% var(--deep)) }
section { margin-bottom: 2.2rem }
ul { margin: 0; padding: 0; list-style: none }
.names { display: flex; flex-wrap: wrap; gap: 0 1.1em }
.names a { text-decoration: none }
.names a:hover, blockquote a:hover { text-decoration: underline }
li { margin: 0 0 .25rem }
blockquote { margin: 0 0 .7rem; padding-left: .8rem; border-left: 3px solid var(--bar) }
blockquote a { text-decoration: none }
.note { margin: .2rem 0 .8rem; padding: .4rem .7rem; background: hsl(45 var(--full) var(--tint)); border-radius: 4px }
:target { outline: 2px solid var(--bar) }
@media print { body { display: block; padding: 0 } aside { margin-top: 2rem } }
</style>
</head>
"""
