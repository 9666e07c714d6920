"""From labelled calls to a checked, published model. May import `routing`; never the other way."""
