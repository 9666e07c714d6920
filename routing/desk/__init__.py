"""The receptionist's pages: plain forms that work without JavaScript."""
