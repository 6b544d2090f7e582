"""What was reviewed, by whom, and how much of each language there is."""
