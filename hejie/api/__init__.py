"""The JSON API under /api/v1: the same door and the same sight as the pages, for machines."""
