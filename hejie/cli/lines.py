"""Texts on standard input: one for all of it, or one JSON object a line."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from hejie.cli.answers import BadInput


def read_input() -> str:
    """All of standard input, or bad input where it is not UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        raise BadInput(f"标准输入从第 {refusal.start + 1} 个字节起不是 UTF-8 文字") from refusal


def values_in(written: str) -> Iterator[tuple[int, Any]]:
    """The JSON value of each line with its number; a line ends with a line feed, and empty ones
    at the end go."""
    lines = written.rstrip().split("\n") if written.strip() else []
    for number, line in enumerate(lines, start=1):
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as refusal:
            raise BadInput(f"第 {number} 行第 {refusal.colno} 个字起不是 JSON") from refusal
        except (ValueError, RecursionError) as refusal:
            raise BadInput(f"第 {number} 行的 JSON 读不了：数字太长或者层数太多") from refusal
