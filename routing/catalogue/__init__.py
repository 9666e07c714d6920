"""Read an organisation's catalogue from YAML, check it, and turn it into domain objects."""
