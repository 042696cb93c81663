"""Who may go on listening to a seat's channel: the seat itself, while it is not sent out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hejie.live.gates import gate
from hejie.live.tickets import Ticket
from hejie.video.models import Seat


def ticket_of(seat: Seat) -> Ticket:
    return Ticket(seat.channel, who=f"{seat.matter_id}/{seat.by}", grant=str(seat.visit))


def still_seated(tickets: Collection[Ticket]) -> Iterable[Ticket]:
    numbers = {ticket.channel.rpartition("/")[2] for ticket in tickets}
    seats = Seat.objects.filter(id__in=numbers, status__in=[Seat.WAITING, Seat.INSIDE])
    good = {ticket_of(seat) for seat in seats}
    return [ticket for ticket in tickets if ticket in good]


gate("video", still_seated)
