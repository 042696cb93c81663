"""Video meetings in the browser: seats, rooms, signalling, papers, minutes, consent.

Knows no procedure: a room of the law says through the registry which meetings a matter has and
who may come. What is shown, said or signalled is not kept; what has to be kept are events.
"""
