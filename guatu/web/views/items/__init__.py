"""One item: its page, every act of the table of transitions, its evidence."""
