"""What all integrations share: which language, which answers are replaced, and by what."""
