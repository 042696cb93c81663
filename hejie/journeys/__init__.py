"""What people do with Hejie in a browser, from first words to archived folder: tests only."""
