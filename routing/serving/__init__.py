"""Which model answers which request, in each process, while versions are promoted, tried out and withdrawn."""
