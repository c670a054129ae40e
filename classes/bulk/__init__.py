"""A change notice applied to many classes at once: rules, the plan that they make, and the act itself.

`rules` and `lists` are pure. `planning` reads the classes and says of each what would change or why it is refused;
`applying` does what was planned, all or nothing, through `classes.drafting` and `classes.publishing`.

A notice in bulk is an act of publishers: whoever may publish may preview and apply it, also where REQUIRE_SECOND_PERSON
is on. There is no draft that somebody wrote: the rules are read, class by class, from the preview, which is bound to
what is applied, and the notice's history page keeps who applied it, when, and to what, in words.
"""
