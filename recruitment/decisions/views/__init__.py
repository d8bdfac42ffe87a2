"""The pages of decisions: the family's list with results, one result, the numbers for everybody."""
