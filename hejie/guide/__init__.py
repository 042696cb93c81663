"""解纷指引: guides in plain words, one tree a file, that a lawyer can read and correct.

`trees` reads and checks them, `doors` says where each end leads, `walking` follows answers,
`letters` fills in a letter. Nothing here knows Django; pages are in `hejie.portal.guide`.
"""

from hejie.guide.doors import DOORS, Door
from hejie.guide.letters import Letter
from hejie.guide.trees import TREES, Answer, BadTree, End, Question, Statement, Tree, read
from hejie.guide.walking import Walk, walk

__all__ = [
    "DOORS",
    "TREES",
    "Answer",
    "BadTree",
    "Door",
    "End",
    "Letter",
    "Question",
    "Statement",
    "Tree",
    "Walk",
    "read",
    "walk",
]
