"""The desk: pages of staff that work for any procedure."""
