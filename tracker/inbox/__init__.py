"""Where a person reads what they were told, as far as they may still see what it is about.

`messages` writes below the people and knows no task; these pages stand above the stages, so that
every question begins at what the person may see now.
"""
