"""How a locale is found: subtags, distances, preferences (UTS #35, RFC 9110, Section 12.5)."""
