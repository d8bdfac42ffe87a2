"""What the engine costs, beside others on the same towns: `make bench`."""
