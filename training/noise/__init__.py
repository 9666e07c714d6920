"""Errors like those of a speech recogniser and of hurried typing, for measuring and for training."""
