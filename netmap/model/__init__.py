"""What netmap knows: frozen values and vocabulary."""
