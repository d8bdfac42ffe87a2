"""The ways to an answer: asking in order, the exact reduction, the CP-SAT model."""
