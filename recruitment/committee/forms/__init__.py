"""What the headteacher and the chair of a committee type."""
