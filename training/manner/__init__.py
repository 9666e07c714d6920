"""The manners of calling: example calls, and the fit of the head that hears them."""
