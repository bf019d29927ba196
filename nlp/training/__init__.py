"""How the shipped entity pipeline was made, from public corpora to the folder `nlp/model`: `python -m nlp.training`.

Nothing here is needed to read the news; the rest of the program must not import it.
"""
