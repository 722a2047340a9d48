"""Estimates made day by day with only the past known, against what then happened."""
