"""Facts and decisions as frozen dataclasses. The standard library only."""
