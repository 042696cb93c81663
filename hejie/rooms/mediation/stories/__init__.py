"""Stories of the mediation room: one for each outcome and each route."""
