"""What the headteacher and the committee do: its composition, its meetings, their protocols."""
