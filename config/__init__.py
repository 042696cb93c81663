"""The place that joins the parts: settings, addresses, database."""
