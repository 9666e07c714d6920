"""Labelled calls in and out of files: other systems' columns and names understood, the store's rows written."""
