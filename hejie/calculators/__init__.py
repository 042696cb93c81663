"""Mediators' calculators: from what two sides state and dated figures to an itemised reference
sum with its articles. Pure: no database, no request, no time of day."""
