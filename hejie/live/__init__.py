"""Server push: what a transaction tells is at the open pages as soon as it commits.

`publish` and `dismiss` belong inside the transaction of the act they tell of. A part of the
platform says in its `streams.py` who may go on listening to its channels (`gates.gate`), hands
pages a `tickets.ticket`, and the page opens `/live/` with it.
"""
