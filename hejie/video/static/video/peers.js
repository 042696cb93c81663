// Connections from this browser to every other in the same room: pictures and voices go straight
// from one to the other. Who has left the room is cut off here, and the server carries no word
// between rooms.
const PATIENCE = 4000; // milliseconds for a line to come back by itself
const MOST_DOUBLINGS = 3;
const MOST_KEPT = 400;

// A browser draws its picture anew for each of the others: the more there are, the smaller.
function sharing(others) {
  if (others <= 2) return { maxBitrate: 700000, scaleResolutionDownBy: 1, maxFramerate: 15 };
  if (others <= 3) return { maxBitrate: 400000, scaleResolutionDownBy: 1.5, maxFramerate: 12 };
  return { maxBitrate: 200000, scaleResolutionDownBy: 2, maxFramerate: 8 };
}

class Peer {
  constructor(mesh, seat, pair) {
    Object.assign(this, { mesh, id: seat.id, pair, early: [], state: "new", tries: 0, round: 0 });
    this.turn = Promise.resolve();
    this.stream = new MediaStream();
    this.offers = mesh.id < seat.id; // one of the two begins, always the same
    const line = new RTCPeerConnection({ iceServers: mesh.ice, bundlePolicy: "max-bundle" });
    this.line = line;
    line.ontrack = ({ track }) => { this.stream.addTrack(track); mesh.changed(this); };
    line.onicecandidate = ({ candidate }) => candidate && this.send({ candidate });
    line.onconnectionstatechange = () => this.watch();
    if (this.offers) {
      ["audio", "video"].forEach((kind) => line.addTransceiver(kind, { direction: "sendrecv" }));
      this.offer();
    }
    this.waiting = setTimeout(() => this.watch(), PATIENCE);
  }

  send(word) { this.mesh.send(this.id, { pair: this.pair, ...word }); }

  // One thing after another: an answer never overtakes the offer that it belongs to.
  then(work) { this.turn = this.turn.then(work).catch((fault) => this.mesh.fault(fault)); }

  offer(restart = false) {
    this.then(async () => {
      await this.lend();
      await this.line.setLocalDescription(await this.line.createOffer({ iceRestart: restart }));
      this.round += 1;
      this.send({ description: this.line.localDescription, round: this.round });
    });
  }

  // An answer to an earlier offer comes too late: what it says of the way is no longer true.
  hear({ description, candidate, restart, round }) {
    if (restart) { if (this.offers) this.offer(true); return; }
    this.then(async () => {
      if (description) {
        if (description.type === "answer" && round !== this.round) return;
        await this.line.setRemoteDescription(description);
        if (description.type === "offer") {
          this.line.getTransceivers().forEach((one) => { one.direction = "sendrecv"; });
          await this.lend();
          await this.line.setLocalDescription();
          this.send({ description: this.line.localDescription, round });
        }
        for (const one of this.early.splice(0)) await this.line.addIceCandidate(one);
      } else if (!this.line.remoteDescription) this.early.push(candidate);
      else await this.line.addIceCandidate(candidate);
    });
  }

  // Our own voice and picture on this line; nothing where we have none or turned it off.
  async lend() {
    for (const one of this.line.getTransceivers()) {
      await one.sender.replaceTrack(this.mesh.tracks[one.receiver.track.kind] || null);
    }
    const video = this.line.getSenders().find((one) => one.track && one.track.kind === "video");
    const given = video && video.getParameters();
    if (given && given.encodings && given.encodings.length) {
      Object.assign(given.encodings[0], sharing(this.mesh.peers.size));
      await video.setParameters(given).catch(() => {});
    }
  }

  // Not connected after a while, by whatever was lost on the way: try again, until it is. Each
  // time it is given longer, for a new offer undoes what a slow machine is still at.
  watch() {
    this.state = this.line.connectionState;
    clearTimeout(this.waiting);
    if (this.state === "connected") this.tries = 0;
    if (!["connected", "closed"].includes(this.state)) {
      const pause = { failed: this.tries && PATIENCE, disconnected: PATIENCE }[this.state];
      this.waiting = setTimeout(() => this.mend(), pause === undefined ? PATIENCE * 2 : pause);
    }
    this.mesh.changed(this);
  }

  mend() {
    if (this.offers) this.offer(true);
    else this.send({ restart: true });
    this.tries = Math.min(this.tries + 1, MOST_DOUBLINGS);
    this.waiting = setTimeout(() => this.watch(), PATIENCE * 2 ** this.tries);
  }

  close() {
    clearTimeout(this.waiting);
    this.line.getSenders().forEach((sender) => sender.replaceTrack(null).catch(() => {}));
    this.line.close();
    this.stream.getTracks().forEach((track) => this.stream.removeTrack(track));
  }
}

export class Mesh {
  // `send(id, word)` hands a word to another seat; `changed(peer)` is told of its new state.
  constructor({ send, changed, fault }) {
    Object.assign(this, { send, changed, fault, tracks: {}, ice: [] });
    this.peers = new Map();
    this.early = [];
  }

  // Connect to exactly these seats; whoever is not among them is cut off at once.
  meet(me, seats) {
    this.id = me.id;
    const wanted = new Map(seats.map((seat) => [seat.id, pairOf(me, seat)]));
    for (const [id, peer] of this.peers) {
      if (wanted.get(id) !== peer.pair) {
        peer.close();
        this.peers.delete(id);
      }
    }
    seats.forEach((seat) => {
      if (this.peers.has(seat.id)) return;
      const peer = new Peer(this, seat, wanted.get(seat.id));
      this.peers.set(seat.id, peer);
      const kept = this.early.filter((one) => one.word.pair === peer.pair);
      this.early = this.early.filter((one) => one.word.pair !== peer.pair);
      kept.forEach((one) => peer.hear(one.word));
    });
    if (this.peers.size !== this.shared) this.lend(this.tracks);
    this.shared = this.peers.size;
  }

  // A word may come before we are told of the seat that it comes from: it waits.
  hear(from, word) {
    const peer = this.peers.get(from);
    if (peer && peer.pair === word.pair) peer.hear(word);
    else this.early = [...this.early, { from, word }].slice(-MOST_KEPT);
  }

  lend(tracks) {
    this.tracks = tracks;
    this.peers.forEach((peer) => peer.then(() => peer.lend()));
  }

  close() {
    this.peers.forEach((peer) => peer.close());
    this.peers.clear();
  }

  // How loud each is now, from 0 to 1, by seat.
  levels() {
    return new Map([...this.peers.values()].map((peer) => {
      const voice = peer.line.getReceivers().find((one) => one.track.kind === "audio");
      const last = voice ? voice.getSynchronizationSources()[0] : null;
      return [peer.id, (last && last.audioLevel) || 0];
    }));
  }
}

function pairOf(one, other) {
  return [`${one.id}:${one.visit}`, `${other.id}:${other.visit}`].sort().join("|");
}
