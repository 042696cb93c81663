"""What `hejie bench papers` measures: every template of every room, each way it can be set."""

import json

from click.testing import CliRunner

from hejie.cli.bench import command
from hejie.kernel import registry


def test_every_template_is_measured_as_pdf_and_where_it_has_one_as_word():
    told = json.loads(CliRunner().invoke(command, ["papers", "1"]).stdout)
    expected = {
        f"{room.key}.{kind}": {"pdf", "word"} if kind in room.editable else {"pdf"}
        for room in registry.rooms()
        for kind in room.templates
    }
    assert {name: set(ways) for name, ways in told["papers"].items()} == expected
    assert told["slowest_ms_p95"] > 0
