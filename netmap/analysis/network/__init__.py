"""Figures of a partner network: actors, undirected simple ties, what holds them together.

:mod:`simple` builds a :class:`~netmap.analysis.network.simple.Network`, :mod:`figures` computes all
figures of it at once; the other modules hold one kind of measure each. igraph is used where it is
at the limit, compiled loops of our own where the ratio is large and the network, too.
"""
