// One tile for each screen in the room, with the names of all who sit before it.
const LOUD = 0.02;

export class Faces {
  constructor(place, model, words) {
    Object.assign(this, { place, model, words });
    this.tiles = new Map();
    this.spoken = new Map();
  }

  // `own` is our stream, `streams` those of the others by seat.
  show(me, seats, own, peers) {
    const here = new Set(seats.map((seat) => seat.id));
    for (const [id, tile] of this.tiles) {
      if (!here.has(id)) { tile.remove(); this.tiles.delete(id); }
    }
    seats.forEach((seat) => {
      const tile = this.tiles.get(seat.id) || this.made(seat.id);
      const video = tile.querySelector("video");
      const peer = peers.get(seat.id);
      const stream = seat.id === me.id ? own : peer && peer.stream;
      if (stream && video.srcObject !== stream) {
        video.srcObject = stream;
        video.muted = seat.id === me.id;
        video.play().catch(() => this.silent && this.silent());
      }
      tile.classList.toggle("own", seat.id === me.id);
      tile.querySelector("[data-names]").textContent = namesOf(seat);
      tile.querySelector("[data-state]").textContent = this.state(seat, me, peer);
    });
    this.place.dataset.many = String(Math.min(this.tiles.size, 9));
  }

  state(seat, me, peer) {
    if (seat.id === me.id) return "";
    if (seat.telephone) return this.words("on-telephone");
    if (!seat.here) return this.words("lost");
    if (!peer || ["new", "connecting"].includes(peer.state)) return this.words("connecting");
    return peer.state === "connected" ? "" : this.words("lost");
  }

  made(id) {
    const tile = this.model.content.firstElementChild.cloneNode(true);
    tile.dataset.seat = id;
    this.tiles.set(id, tile);
    this.place.append(tile);
    return tile;
  }

  // Who speaks now: marked on the tile, and told by name.
  hear(levels, seats, now = Date.now()) {
    levels.forEach((level, id) => { if (level > LOUD) this.spoken.set(id, now); });
    const speaking = seats.filter((seat) => now - (this.spoken.get(seat.id) || 0) < 900);
    this.tiles.forEach((tile, id) => {
      tile.classList.toggle("speaks", speaking.some((seat) => seat.id === id));
    });
    return speaking.map(namesOf);
  }
}

export function namesOf(seat) {
  return seat.people.map((one) => one.name).join("、");
}
