"""Who is asking: tokens and the keys that verify them."""
