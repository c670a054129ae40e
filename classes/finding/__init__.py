"""Find classes: by words, by facets, in any order, on any day.

`words` reads what was typed. `entries` says what of a class can be found, and `index` keeps it where the database can
look it up (`sqlite`, `postgresql`). `columns` holds what a list shows of every class in memory, as arrays, so that
facets are counted and pages are cut without a query; `days` makes of them the catalog of one day. `search` puts words
and facets together into a page.
"""
