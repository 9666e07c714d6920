"""The call-routing advisor: a reason in, one department and a script out."""

from importlib.metadata import version

__version__ = version("call-routing-advisor")
