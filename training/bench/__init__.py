"""How well the training code does on labelled texts it was not written for: the same code that users run."""
