// Listens to one channel of the server for as long as the page is open. When the line breaks the
// browser comes again by itself; when the ticket is spent, this asks for a new one and catches up.
const LONGEST = 8000; // milliseconds between tries
const SILENCE = 40000; // milliseconds; the server beats every fifteen seconds

export class Stream {
  // `renew` gives a new ticket; `hear(kind, data, number)` is told each message, numbers rising;
  // `line(good)` the line.
  constructor({ kinds, renew, hear, line }) {
    Object.assign(this, { kinds, renew, hear, line, last: "", pause: 500 });
    window.addEventListener("online", () => this.again(0));
  }

  open(ticket) {
    this.close();
    this.ended = false;
    const address = new URL("/live/", location.href);
    address.searchParams.set("ticket", ticket);
    if (this.last) address.searchParams.set("after", this.last);
    const source = new EventSource(address);
    this.source = source;
    source.onopen = () => this.alive();
    source.onerror = () => {
      this.line(false);
      if (source.readyState === EventSource.CLOSED) this.later();
    };
    source.addEventListener("beat", () => this.alive());
    this.kinds.forEach((kind) => source.addEventListener(kind, (event) => {
      if (source !== this.source) return;
      this.last = event.lastEventId;
      this.alive();
      this.hear(kind, JSON.parse(event.data), Number(event.lastEventId));
    }));
    this.watch();
  }

  alive() {
    this.pause = 500;
    this.line(true);
    this.watch();
  }

  watch() {
    clearTimeout(this.watching);
    this.watching = setTimeout(() => { this.line(false); this.again(0); }, SILENCE);
  }

  again(pause) {
    if (this.ended) return;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      try {
        const ticket = await this.renew();
        if (ticket && !this.ended) this.open(ticket);
      } catch {
        this.later();
      }
    }, pause);
  }

  // A server that refuses is asked more and more seldom, until it answers.
  later() {
    this.again(this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST);
  }

  close() {
    this.ended = true;
    clearTimeout(this.watching);
    clearTimeout(this.waiting);
    if (this.source) this.source.close();
  }
}
