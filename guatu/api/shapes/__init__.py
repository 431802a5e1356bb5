"""What goes in and out, as typed shapes."""
