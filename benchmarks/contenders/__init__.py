"""What is measured against each other: one file for each."""
