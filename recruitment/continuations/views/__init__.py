"""Pages of the declarations: for the preschool the children, for the office how many."""
