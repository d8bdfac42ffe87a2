"""What people are told about an answer: limits, open ties, refusals."""
