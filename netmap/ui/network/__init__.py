"""The parts of the page *Netzwerk*: the picture, one organisation or pair, and what the network shows."""
