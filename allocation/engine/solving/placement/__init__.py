"""Final placement: where the children still without a place may go, by distance."""
