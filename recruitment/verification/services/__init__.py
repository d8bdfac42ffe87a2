"""What an institution does: the committee's steps with a case, and entering what came on paper."""
