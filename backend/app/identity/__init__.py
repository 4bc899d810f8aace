"""Who sends a request: tokens and the keys that verify them."""
