"""What the project claims about speed and agreement, measured on the machine at hand."""
