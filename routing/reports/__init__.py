"""What the record tells of calls over time."""
