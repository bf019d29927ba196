"""The analysing process seen from its pipes."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from nlp.protocol import Ask, Batch, Text, decode_reply, encode


def start(pipeline: str, **pipes: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "nlp.worker", "--pipeline", pipeline]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **pipes)


def test_only_replies_are_on_its_output_and_it_ends_with_its_input(odd_pipeline: str) -> None:
    process = start(odd_pipeline)
    assert process.stdin
    assert process.stdout
    assert process.stderr
    texts = tuple(Text(article=str(n), text=t, text_hash="h") for n, t in enumerate(("PRINT Red Cross", "RAISE")))
    process.stdin.write(encode(Ask(request=1, text=texts[0])) + b"\n")
    process.stdin.write(encode(Batch(request=2, texts=texts)) + b"\n")
    process.stdin.flush()
    replies = [decode_reply(process.stdout.readline()) for _ in range(5)]
    kinds = [msgspec.structs.asdict(reply) | {"kind": type(reply).__name__} for reply in replies]
    assert [reply["kind"] for reply in kinds] == ["Ready", "Began", "Findings", "Began", "Analysed"]
    analysis, sentence = kinds[-1]["results"]
    assert analysis.article == "0"
    assert "a component raises" in sentence
    process.stdin.close()
    assert process.wait(60) == 0
    assert process.stdout.read() == b""
    assert b"a component prints" in process.stderr.read()


def test_it_ends_with_its_input_even_while_it_works(odd_pipeline: str) -> None:
    process = start(odd_pipeline)
    assert process.stdin
    assert process.stdout
    endless = Text(article="a", text="word " * 2_000_000, text_hash="h")
    process.stdin.write(encode(Ask(request=1, text=endless)) + b"\n")
    process.stdin.flush()
    while b'"findings"' not in process.stdout.readline():
        pass
    process.stdin.close()
    process.stdout.close()
    assert process.wait(60) == 0


def test_nonsense_on_its_input_ends_it(odd_pipeline: str) -> None:
    process = start(odd_pipeline)
    process.communicate(b'{"type":"ask"}\n', timeout=60)
    assert process.returncode == 1
