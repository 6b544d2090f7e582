"""From the source tables to the catalogs: what translators and the build use, never the runtime."""
