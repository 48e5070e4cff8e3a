"""The parts of the page *Karten*: finding a case, drawing, talking, comparing, taking home, sharing."""
