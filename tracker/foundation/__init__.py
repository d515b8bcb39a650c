"""The floor that every room stands on."""
