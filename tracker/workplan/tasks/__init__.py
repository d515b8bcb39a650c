"""3. Which unit does what by when; assignments and their states."""
