"""The article view, and the pure rooms it is made of: layout, tokens, candidates, search, painting.

The rooms import no widget; only `view` and its helpers `pointer` and `palette` know Textual's widgets.
"""
