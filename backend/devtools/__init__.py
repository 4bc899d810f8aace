"""What runs the product on a developer's machine; nothing of it is needed in production."""
