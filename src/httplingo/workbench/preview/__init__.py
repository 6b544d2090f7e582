"""The preview: a local page with every text and the real error page, renewed at each save."""
