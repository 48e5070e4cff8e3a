"""Where both rooms are kept."""
