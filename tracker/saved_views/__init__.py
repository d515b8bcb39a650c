"""Saved views: under which name a person keeps how a list is filtered and laid out.

What the parameters mean is the overview's affair, above; here they are names and short values.
"""
