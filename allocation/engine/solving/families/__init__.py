"""Families that wish together: their entries, the reduction, the CP-SAT model, its stages."""
