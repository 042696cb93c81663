// Connections through a forwarding unit: one line out for our own picture and voice, one line in
// for each of the others in the room. The unit itself is spoken to by the server alone.
const PATIENCE = 5000; // milliseconds for addresses to be gathered, and between attempts

export class Forwarded {
  constructor({ act, changed, fault }) {
    Object.assign(this, { act, changed, fault, tracks: {}, ice: [], peers: new Map() });
    this.turn = Promise.resolve();
  }

  hear() {} // no word comes from the others themselves

  then(work) { this.turn = this.turn.then(work).catch((fault) => this.fault(fault)); }

  // Send into our room, and look at exactly those in it who send too.
  meet(me, seats) {
    const room = `${me.room} ${me.visit}`;
    if (room !== this.room) {
      this.close();
      this.room = room;
      this.then(() => this.send());
    }
    const wanted = new Map(seats.filter((seat) => seat.feed).map((seat) => [seat.id, seat.feed]));
    for (const [id, peer] of this.peers) if (wanted.get(id) !== peer.feed) this.end(id);
    wanted.forEach((feed, id) => {
      if (this.peers.has(id)) return;
      const peer = { id, feed, stream: new MediaStream(), state: "new", line: this.line() };
      this.peers.set(id, peer);
      this.then(() => this.watch(peer));
    });
  }

  line() { return new RTCPeerConnection({ iceServers: this.ice, bundlePolicy: "max-bundle" }); }

  async send() {
    const out = this.line();
    this.out = out;
    ["audio", "video"].forEach((kind) => out.addTransceiver(kind, { direction: "sendonly" }));
    await this.lendTo(out);
    out.onconnectionstatechange = () => {
      if (out === this.out && out.connectionState === "failed") this.again();
    };
    await out.setLocalDescription(await out.createOffer());
    await gathered(out);
    const made = await this.act("forward", { sdp: out.localDescription.sdp });
    if (made && out === this.out) await out.setRemoteDescription({ type: "answer", sdp: made.sdp });
    else if (out === this.out) this.again();
  }

  again() {
    const { room } = this;
    setTimeout(() => { if (room === this.room) this.then(() => this.send()); }, PATIENCE);
  }

  async watch(peer) {
    if (this.peers.get(peer.id) !== peer) return;
    const { line } = peer;
    line.ontrack = ({ track }) => { peer.stream.addTrack(track); this.changed(peer); };
    line.onconnectionstatechange = () => {
      peer.state = line.connectionState;
      this.changed(peer);
      if (peer.state === "failed") this.retry(peer);
    };
    const made = await this.act("watch", { seat: peer.id });
    if (!made) { this.retry(peer); return; }
    await line.setRemoteDescription({ type: "offer", sdp: made.sdp });
    await line.setLocalDescription(await line.createAnswer());
    await gathered(line);
    await this.act("watch-answer", { line: made.line, sdp: line.localDescription.sdp });
  }

  retry(peer) {
    setTimeout(() => {
      if (this.peers.get(peer.id) !== peer) return;
      this.end(peer.id);
      const next = { id: peer.id, feed: peer.feed, stream: new MediaStream(), state: "new", line: this.line() };
      this.peers.set(peer.id, next);
      this.then(() => this.watch(next));
    }, PATIENCE);
  }

  lend(tracks) {
    this.tracks = tracks;
    if (this.out) this.then(() => this.lendTo(this.out));
  }

  async lendTo(line) {
    const [audio, video] = line.getTransceivers();
    await audio.sender.replaceTrack(this.tracks.audio || null);
    await video.sender.replaceTrack(this.tracks.video || null);
  }

  end(id) {
    const peer = this.peers.get(id);
    peer.line.close();
    peer.stream.getTracks().forEach((track) => peer.stream.removeTrack(track));
    this.peers.delete(id);
  }

  close() {
    [...this.peers.keys()].forEach((id) => this.end(id));
    if (this.out) this.out.close();
    this.out = null;
    this.room = "";
  }

  levels() {
    return new Map([...this.peers.values()].map((peer) => {
      const voice = peer.line.getReceivers().find((one) => one.track.kind === "audio");
      const last = voice ? voice.getSynchronizationSources()[0] : null;
      return [peer.id, (last && last.audioLevel) || 0];
    }));
  }
}

// Until all addresses of this browser stand in its description, or long enough.
function gathered(line) {
  return new Promise((done) => {
    if (line.iceGatheringState === "complete") { done(); return; }
    line.addEventListener("icegatheringstatechange", () => {
      if (line.iceGatheringState === "complete") done();
    });
    setTimeout(done, PATIENCE);
  });
}
