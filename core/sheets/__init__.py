"""Spreadsheet bytes to rows of text with their row numbers, and rows back to files."""
