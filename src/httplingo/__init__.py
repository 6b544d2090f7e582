"""HTTP status messages in the reader's language."""
