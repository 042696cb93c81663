"""The law's clocks as data: one file per subject, each rule with the article it rests on.

A rule is a `DeadlineRule` value. Its code is the one people use (`MD-B`, `JC-APPLY`), its `basis`
cites statutes by the name under which their full text is imported, its `mark` says how far it
was checked. A rule marked unsure is off; a local one is a proposal with its owner and date, and
a district sets its own quantity. `catalogue` finds rules by code. When a statute changes, add a
rule with the same code, the next version and its own dates: a running clock keeps the old one.

Nothing here touches a database or the time of day.
"""
