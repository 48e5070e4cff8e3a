"""What the page Planung shows, tab by tab; what can be pure is pure and tested without the app."""
