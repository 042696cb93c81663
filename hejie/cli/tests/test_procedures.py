"""`hejie procedures`: whole as data, true and well-formed as diagrams."""

import json
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner

from hejie.cli.drawings.bpmn import BOUNDS, DIAGRAM, LINES, MODEL
from hejie.cli.drawings.moves import Move, moves_of
from hejie.cli.procedures import command
from hejie.kernel.registry import procedure


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def bpmn():
    return fromstring(run("mediation", "--format", "bpmn").output)


def test_data_tell_the_whole_procedure():
    told = json.loads(run("mediation").output)
    law = procedure("mediation")
    assert told["key"] == "mediation"
    assert set(told["states"]) == set(law.states)
    assert set(told["steps"]) == set(law.steps)
    assert set(told["deadlines"]) == set(law.deadlines)
    assert told["states"]["failed"]["over"]
    assert told["deadlines"]["conclude"]["by_route"]["A"]["code"] == "MD-A"
    asked = {field["name"] for field in told["steps"]["apply"]["fields"]}
    assert {"facts_told", "category", "place", "parties"} <= asked


def test_without_a_name_all_procedures_are_told():
    assert "mediation" in [law["key"] for law in json.loads(run().output)]


def test_an_unknown_procedure_is_bad_input():
    result = run("divination")
    assert result.exit_code == 2
    assert "divination" in result.stderr
    assert "mediation" in result.stderr
    assert not result.stdout


def test_a_step_that_may_stay_leads_from_each_state_to_itself_or_on():
    refusals = {
        (m.source, m.target) for m in moves_of(procedure("mediation")) if m.step == "refuse"
    }
    assert ("invited", "invited") in refusals
    assert ("invited", "refused") in refusals
    assert ("invited", "assigned") not in refusals


def test_mermaid_draws_every_state_and_every_move():
    lines = run("mediation", "--format", "mermaid").output.splitlines()
    law = procedure("mediation")
    assert lines[0] == "stateDiagram-v2"
    assert "    [*] --> registered: 申请调解" in lines
    assert {f'    state "{label}" as {key}' for key, label in law.states.items()} <= set(lines)
    assert sum("-->" in line for line in lines) >= len(set(moves_of(law)))


def test_bpmn_flows_join_nodes_that_exist_and_tell_of_each_other():
    process = bpmn().find(f"{{{MODEL}}}process")
    nodes = {node.get("id"): node for node in process if not node.tag.endswith("sequenceFlow")}
    flows = process.findall(f"{{{MODEL}}}sequenceFlow")
    ids = [*nodes, *(flow.get("id") for flow in flows)]
    assert len(ids) == len(set(ids))
    for flow in flows:
        source, target = nodes[flow.get("sourceRef")], nodes[flow.get("targetRef")]
        assert flow.get("id") in {e.text for e in source.findall(f"{{{MODEL}}}outgoing")}
        assert flow.get("id") in {e.text for e in target.findall(f"{{{MODEL}}}incoming")}


def test_bpmn_branches_at_gateways_only():
    process = bpmn().find(f"{{{MODEL}}}process")
    for node in process:
        if node.tag not in {f"{{{MODEL}}}exclusiveGateway", f"{{{MODEL}}}sequenceFlow"}:
            assert len(node.findall(f"{{{MODEL}}}outgoing")) <= 1


def test_bpmn_names_each_move_once():
    names = [
        (flow.get("id"), flow.get("name"))
        for flow in bpmn().iter(f"{{{MODEL}}}sequenceFlow")
        if flow.get("name")
    ]
    moves = list(moves_of(procedure("mediation")))
    assert sorted(name for _id, name in names) == sorted(move.label for move in moves)
    assert Move("invite", "邀请对方", "registered", "invited") in moves


def test_bpmn_has_a_picture_of_everything():
    root = bpmn()
    process = root.find(f"{{{MODEL}}}process")
    shown = {shape.get("bpmnElement") for shape in root.iter(f"{{{DIAGRAM}}}BPMNShape")}
    shown |= {edge.get("bpmnElement") for edge in root.iter(f"{{{DIAGRAM}}}BPMNEdge")}
    assert shown == {node.get("id") for node in process}
    corners = [(b.get("x"), b.get("y")) for b in root.iter(f"{{{BOUNDS}}}Bounds")]
    assert len(corners) == len(set(corners))
    assert all(
        len(edge.findall(f"{{{LINES}}}waypoint")) >= 2
        for edge in root.iter(f"{{{DIAGRAM}}}BPMNEdge")
    )


@pytest.mark.parametrize("form", ["mermaid", "bpmn"])
def test_diagrams_of_all_procedures_are_one_file(form):
    result = run("--format", form)
    assert result.exit_code == 0
    assert "mediation" in result.output
