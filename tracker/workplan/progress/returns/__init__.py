"""What an entry said before, and when it was given back."""
