"""诉调对接: what a court does with a case it referred, and the packages that go there and back.

`steps`, `guards` and `folding` are pure; `sending` and `receiving` turn matters into packages
and packages into matters; `desk` and `views` are the court's pages.
"""
