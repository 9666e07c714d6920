"""Group calls that fit no intent into suggestions for new ones."""
