"""A model of a switchboard, and the policies that labelled calls are played through to see what each costs callers."""
