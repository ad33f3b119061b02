"""Analytics: facts that are kept apart from what is made of them.

`fold` makes of events the `facts` about cases and answers, and sums by `days` of those that never
change; `dictionary` says what each figure is, in SQL and in words, `reading` reads them, and
`summary` puts them together. A figure is computed when it is asked for, so a definition that
changes corrects the past at once; only a new fact needs a rebuild.
"""
