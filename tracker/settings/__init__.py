"""The page on which the admins set what an installation may set; options are declared elsewhere."""
