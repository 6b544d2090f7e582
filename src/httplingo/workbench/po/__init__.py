"""Reading, merging and writing of gettext ``.po`` files."""
