"""From the source tables to the template and the catalogs."""
