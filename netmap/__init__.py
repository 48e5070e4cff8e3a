"""netmap maps help: client resource cards, partner networks and gaps in provision."""

__version__ = "0.1.0"
