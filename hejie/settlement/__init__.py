"""Settlement tools: rules by which two or more sides come to a figure or a division, each with a
certificate that a third party rechecks. Pure: no database, no request, no time of day."""
