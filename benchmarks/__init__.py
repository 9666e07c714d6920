"""Measurements of this machine; nothing of the service imports them."""
