"""The page on which tasks go out together: its grid of units, its rows, and the notices shown before."""
