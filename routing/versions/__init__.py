"""The model versions there are: what is known of each, and the ways to change which of them answers calls."""
