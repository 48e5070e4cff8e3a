"""How organisations work together on a day: pairs, chains, agreements, the core, and what if."""
