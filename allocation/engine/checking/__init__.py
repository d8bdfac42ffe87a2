"""The proof of an answer, which shares no code with the ways to it."""
