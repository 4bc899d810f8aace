"""What a value may be: how much, which text, and the kinds that requests have."""
