"""One function for each thing a user does: permission, change, audit."""
