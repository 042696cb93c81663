"""Stories: one telling that is at once a test, the demonstration's data and the manual."""
