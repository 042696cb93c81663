"""Groups of a mediation's states that steps name as their source. Pure."""

BEFORE_AGREEMENT = ("registered", "invited", "accepted", "assigned", "in_session", "suspended")
IN_HAND = ("assigned", "in_session")
IN_WRITING = ("agreed_written", "partly_agreed")
AGREED = (*IN_WRITING, "agreed_oral")
FOLLOWED = (*AGREED, "performing", "breached", "partly_performed")
WITHOUT_AGREEMENT = ("not_accepted", "refused", "withdrawn", "failed", "recalled", "returned")
"""Ends after which a court that referred the case goes on with it."""
AT_COURT = ("filed", "trial_resumed")
OVER = (
    "transferred",
    *WITHOUT_AGREEMENT,
    *AT_COURT,
    "performed",
    "partly_performed",
)
