"""What a retraining learns from: the catalogue's calls and the store's, brought to today's names, weighed and checked."""
