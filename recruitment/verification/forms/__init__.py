"""What staff of an institution type: verdicts on claims, reasons of steps, a paper application."""
