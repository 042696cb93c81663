"""Texts on standard input: one for all of it, one JSON object, or one a line."""

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hejie.cli.answers import BadInput


def read_input() -> str:
    """All of standard input, or bad input where it is not UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as refusal:
        raise BadInput(f"标准输入从第 {refusal.start + 1} 个字节起不是 UTF-8 文字") from refusal


def read_object() -> dict[str, Any]:
    """The JSON object on standard input, its numbers exact; anything else is bad input."""
    try:
        value = json.loads(read_input(), parse_float=Decimal, object_pairs_hook=_once_each)
    except json.JSONDecodeError as refusal:
        where = f"第 {refusal.lineno} 行第 {refusal.colno} 个字起"
        raise BadInput(f"标准输入{where}不是 JSON") from refusal
    except (ValueError, RecursionError) as refusal:
        raise BadInput("标准输入的 JSON 读不了：数字太长、层数太多，或者名称重复") from refusal
    if not isinstance(value, dict):
        raise BadInput("标准输入要是一个 JSON 对象")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name is written twice")
    return dict(pairs)


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
