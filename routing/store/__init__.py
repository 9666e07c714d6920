"""What the advisor writes down, in SQLite or PostgreSQL."""
