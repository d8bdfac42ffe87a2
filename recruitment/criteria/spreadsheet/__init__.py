"""A resolution as one spreadsheet: read with every mistake named by its cell, and written."""
