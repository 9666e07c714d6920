"""Text in, `Prediction` out. Knows nothing of HTTP, SQL or the catalogue."""
