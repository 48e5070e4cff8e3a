"""Networks as files: GraphML, GEXF and CSV edge lists, in and out.

:func:`netmap.exchange.graphs.reading.parse_graph` finds out which one it is. All become a
:class:`netmap.exchange.graphs.values.GraphFile`, with what was lost on the way.
"""
