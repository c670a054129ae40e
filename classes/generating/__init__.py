"""A large, believable catalog of job classes, for trials and benchmarks; deterministic by seed.

`english`, `fields` (`offices`, `works`, `services`), `library` and `phrases` are what is said; `plan` says which
classes and notices there are, `wording` composes a first text, `changes` revises it, and `histories` lays texts and
events over the years. All of that is pure: no database, no clock. `writing` turns it into rows.
"""
