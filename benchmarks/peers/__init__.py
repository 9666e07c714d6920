"""What a user would pick instead of the advisor's text model, run on the same rows on the same machine."""
