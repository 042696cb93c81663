"""Stories of the example room."""
