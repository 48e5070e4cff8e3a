"""Card files of easyNWK, the desktop and web tool: all shapes that are in the wild.

JSON files (``relations`` or ``connections``, ``edgeWeight`` or ``edgeType``, one map or several
versions) are read by :mod:`~netmap.exchange.easynwk.maps`, text files of version 1.5 by
:mod:`~netmap.exchange.easynwk.lines`.
"""
