"""A procedure as a BPMN 2.0 file with its diagram: states are tasks, steps are flows.

A state that several steps leave has a gateway behind it: one of them is taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from hejie.cli.drawings.moves import Move, moves_of
from hejie.kernel.procedures import START, Procedure

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
OURS = "urn:hejie:procedures"

RANK_WIDTH, ROW_HEIGHT = 300, 120
SIZES = {"startEvent": (36, 36), "endEvent": (36, 36), "exclusiveGateway": (50, 50)}
TASK_SIZE = (120, 80)
GATEWAY_OFFSET = 150


@dataclass(frozen=True)
class Node:
    """A thing on the canvas, by its upper left corner."""

    id: str
    kind: str
    name: str
    x: int
    y: int

    @property
    def size(self) -> tuple[int, int]:
        return SIZES.get(self.kind, TASK_SIZE)

    @property
    def middle(self) -> int:
        return self.y + self.size[1] // 2


@dataclass(frozen=True)
class Flow:
    id: str
    name: str
    source: str
    target: str


def as_bpmn(laws: Iterable[Procedure]) -> str:
    for prefix, space in (("bpmn", MODEL), ("bpmndi", DIAGRAM), ("dc", BOUNDS), ("di", LINES)):
        register_namespace(prefix, space)
    root = Element(f"{{{MODEL}}}definitions", {"id": "hejie", "targetNamespace": OURS})
    diagrams = [_write(root, law) for law in laws]
    root.extend(diagrams)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _write(root: Element, law: Procedure) -> Element:
    moves = list(moves_of(law))
    nodes = _nodes(law, moves)
    flows = _flows(law, moves, nodes)
    process = SubElement(
        root,
        f"{{{MODEL}}}process",
        {"id": law.key, "name": law.label, "isExecutable": "false"},
    )
    for node in nodes.values():
        element = SubElement(process, f"{{{MODEL}}}{node.kind}", {"id": node.id})
        if node.name:
            element.set("name", node.name)
        for tag, end in (("incoming", "target"), ("outgoing", "source")):
            for flow in flows:
                if getattr(flow, end) == node.id:
                    SubElement(element, f"{{{MODEL}}}{tag}").text = flow.id
    for flow in flows:
        told = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
        told |= {"name": flow.name} if flow.name else {}
        SubElement(process, f"{{{MODEL}}}sequenceFlow", told)
    return _diagram(law, nodes, flows)


def _nodes(law: Procedure, moves: list[Move]) -> dict[str, Node]:
    """A node for each state and one behind each that several moves leave, by their ids."""
    leaving = Counter(move.source for move in moves)
    nodes: dict[str, Node] = {}
    for state, (rank, row) in _places(law, moves).items():
        kind = "startEvent" if state == START else "userTask" if leaving[state] else "endEvent"
        name = "" if state == START else law.states[state]
        node = _placed(_id(law, state), kind, name, x=rank * RANK_WIDTH, row=row)
        nodes[node.id] = node
        if leaving[state] > 1:
            gateway = _placed(
                f"{node.id}_next", "exclusiveGateway", "", x=node.x + GATEWAY_OFFSET, row=row
            )
            nodes[gateway.id] = gateway
    return nodes


def _places(law: Procedure, moves: list[Move]) -> Mapping[str, tuple[int, int]]:
    """Rank and row of each state: how many moves from the start it lies at the least."""
    ranks, front = {START: 0}, [START]
    while front:
        reached = [m.target for state in front for m in moves if m.source == state]
        front = [state for state in dict.fromkeys(reached) if state not in ranks]
        ranks |= dict.fromkeys(front, max(ranks.values()) + 1)
    rows: Counter[int] = Counter()
    places: dict[str, tuple[int, int]] = {}
    for state, rank in ranks.items():
        places[state] = (rank, rows[rank])
        rows[rank] += 1
    return places


def _placed(id_: str, kind: str, name: str, *, x: int, row: int) -> Node:
    height = SIZES.get(kind, TASK_SIZE)[1]
    return Node(id_, kind, name, x, row * ROW_HEIGHT + (ROW_HEIGHT - height) // 2)


def _flows(law: Procedure, moves: list[Move], nodes: Mapping[str, Node]) -> list[Flow]:
    flows = [
        Flow(f"{gateway.removesuffix('_next')}_leave", "", gateway.removesuffix("_next"), gateway)
        for gateway, node in nodes.items()
        if node.kind == "exclusiveGateway"
    ]
    for move in moves:
        source = _id(law, move.source)
        source = f"{source}_next" if f"{source}_next" in nodes else source
        id_ = f"{_id(law, move.source)}_{move.step}_{move.target}"
        flows.append(Flow(id_, move.label, source, _id(law, move.target)))
    return flows


def _id(law: Procedure, state: str) -> str:
    return f"{law.key}_{state}"


def _diagram(law: Procedure, nodes: Mapping[str, Node], flows: list[Flow]) -> Element:
    diagram = Element(f"{{{DIAGRAM}}}BPMNDiagram", {"id": f"{law.key}_diagram"})
    told = {"id": f"{law.key}_plane", "bpmnElement": law.key}
    plane = SubElement(diagram, f"{{{DIAGRAM}}}BPMNPlane", told)
    for node in nodes.values():
        told = {"id": f"{node.id}_shape", "bpmnElement": node.id}
        shape = SubElement(plane, f"{{{DIAGRAM}}}BPMNShape", told)
        width, height = node.size
        bounds = {"x": node.x, "y": node.y, "width": width, "height": height}
        SubElement(shape, f"{{{BOUNDS}}}Bounds", {k: str(v) for k, v in bounds.items()})
    for flow in flows:
        told = {"id": f"{flow.id}_edge", "bpmnElement": flow.id}
        edge = SubElement(plane, f"{{{DIAGRAM}}}BPMNEdge", told)
        for x, y in _waypoints(nodes[flow.source], nodes[flow.target]):
            SubElement(edge, f"{{{LINES}}}waypoint", {"x": str(x), "y": str(y)})
    return diagram


def _waypoints(source: Node, target: Node) -> list[tuple[int, int]]:
    """Straight on to the right; back to an earlier or the same rank, around above."""
    start = (source.x + source.size[0], source.middle)
    if target.x > source.x:
        return [start, (target.x, target.middle)]
    top, middle = source.x + source.size[0] // 2, target.x + target.size[0] // 2
    above = min(source.y, target.y) - 20
    return [(top, source.y), (top, above), (middle, above), (middle, target.y)]
