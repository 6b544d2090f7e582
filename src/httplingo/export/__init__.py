"""Error pages for web servers that run no Python: files, and a configuration that shows them.

Each server chooses language and format itself. One module a server says what its configuration
is, and where it can do no better than its own means allow.
"""
