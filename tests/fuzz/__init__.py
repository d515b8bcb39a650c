"""Words and bytes that nobody wrote: no reader and no rule of the grammar may fail on them."""
