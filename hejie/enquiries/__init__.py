"""Enquiries: what people wrote that is not yet a matter, kept with where it was guided."""
