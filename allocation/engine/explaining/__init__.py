"""Why a child is, or is not, in a group, and what would have changed it: each answer re-run."""
