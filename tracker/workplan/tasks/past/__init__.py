"""How assignments stood on a past day, told from what befell them."""
