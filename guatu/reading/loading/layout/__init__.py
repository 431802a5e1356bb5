"""Pages laid out by position: lines become paragraphs, parts of tables become tables, for pdf and scans."""
