"""Tools that run the product on a developer's machine; production needs none of them."""
