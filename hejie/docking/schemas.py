"""The JSON schemas of manifest and receipt, for whoever builds the other side.

`python -m hejie.docking.schemas` writes them anew; a test compares them.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from hejie.docking.manifest import Manifest
from hejie.docking.receipts import Receipt

FOLDER = Path(__file__).parent
SCHEMAS: dict[str, type[BaseModel]] = {
    "package.schema.json": Manifest,
    "receipt.schema.json": Receipt,
}


def written(name: str) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **SCHEMAS[name].model_json_schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name in SCHEMAS:
        (FOLDER / name).write_text(written(name), encoding="utf-8")
