"""What a training learns from: the catalogue's calls and the store's, under today's names, weighed and checked."""
