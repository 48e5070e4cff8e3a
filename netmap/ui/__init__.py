"""The app that people see."""
