"""What the record tells an organisation about its calls: read from the store, counted, never guessed in silence."""
