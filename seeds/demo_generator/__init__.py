"""Writes the demo district: an invented Kreis as district files, the same bytes each time.

``python -m seeds.demo_generator [FOLDER]`` (from the project's folder; default ``seeds/demo``).
Everything in it is invented: no person, organisation, street, number or place is real.
"""
