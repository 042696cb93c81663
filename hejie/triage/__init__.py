"""Triage: from what a person says to a room, a door and an urgency, with every reason."""

from hejie.triage.judgement import Reason, Triage, triage

__all__ = ["Reason", "Triage", "triage"]
