"""Bulk import: tables of matters become matters through the door, row by row reported."""
