"""Render a decision into words, for a machine to speak and for a person to read."""
