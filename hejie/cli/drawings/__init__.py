"""A procedure for reading: as plain data, as a Mermaid diagram, as a BPMN 2.0 file."""

from hejie.cli.drawings.bpmn import as_bpmn
from hejie.cli.drawings.data import as_data
from hejie.cli.drawings.mermaid import as_mermaid

__all__ = ["as_bpmn", "as_data", "as_mermaid"]
