// The minutes: typed by the host line by line, seen by all at once, confirmed by each person.
const PAUSE = 500; // milliseconds after the last key

export class Minutes {
  constructor(place, { act, words, host }) {
    Object.assign(this, { place, act, words, host });
    this.lines = new Map();
    this.state = null;
    this.list = place.querySelector("[data-lines]");
    this.field = place.querySelector("[data-new-line]");
    this.saving = Promise.resolve();
    if (this.field) this.type();
  }

  all(lines) {
    this.lines = new Map(lines.map((line) => [line.id, line]));
    this.draw();
  }

  one(line) {
    if (line.text) this.lines.set(line.id, line);
    else this.lines.delete(line.id);
    this.draw();
  }

  set(state) {
    this.state = state;
    this.draw();
  }

  // What is typed below becomes a line after a moment, and is the same line until Enter.
  type() {
    this.typed = {};
    this.field.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.save(), PAUSE);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.next();
    });
    this.place.querySelector("[data-next-line]").addEventListener("click", () => this.next());
    this.place.querySelector("[data-complete]").addEventListener("click", () => {
      this.next();
      this.saving.then(() => this.act("complete"));
    });
  }

  // One after another, so that a line has its number before it is changed.
  save() {
    const [line, text] = [this.typed, this.field.value.trim()];
    this.saving = this.saving.then(async () => {
      if (!text && !line.id) return;
      const made = await this.act("write", { line: line.id || "", text });
      if (made) line.id = made.id;
    });
    return this.saving;
  }

  next() {
    clearTimeout(this.waiting);
    this.save();
    this.typed = {};
    this.field.value = "";
    this.field.focus();
  }

  draw() {
    if (!this.state) return;
    const lines = [...this.lines.values()].sort((a, b) => a.number - b.number);
    const people = this.state.seats.flatMap((seat) => seat.people.map((one) => ({ ...one, seat })));
    const parties = people.filter((one) => !one.key.startsWith("account:"));
    this.list.replaceChildren(...lines.map((line) => this.item(line, parties)));
    this.whole(lines, parties);
  }

  // Persons for whom this page may answer: those before it, and for the host who telephones.
  mine(parties) {
    const { me } = this.state;
    return parties.filter(({ seat }) => seat.id === me.id || (this.host && seat.telephone));
  }

  item(line, parties) {
    const item = document.createElement("li");
    const text = document.createElement("p");
    text.textContent = line.text;
    item.append(text);
    const marks = document.createElement("p");
    marks.className = "marks";
    const said = parties.filter((one) => line.confirmed.includes(one.key)).map((one) => one.name);
    if (said.length) marks.append(`✓ ${said.join("、")} `);
    this.mine(parties).filter((one) => !line.confirmed.includes(one.key)).forEach((one) => {
      const button = this.button(`${one.name}：${this.words("right")}`);
      button.addEventListener("click", () => {
        this.act("confirm", { line: line.id, person: one.key, text: line.text });
      });
      marks.append(button);
    });
    if (this.host) {
      const change = this.button(this.words("change"), "btn btn-sm btn-ghost");
      change.addEventListener("click", () => this.rewrite(line));
      marks.append(change);
    }
    item.append(marks);
    return item;
  }

  rewrite(line) {
    this.next();
    this.typed = { id: line.id };
    this.field.value = line.text;
    this.field.focus();
  }

  whole(lines, parties) {
    const place = this.place.querySelector("[data-whole]");
    const done = this.state.written;
    const told = place.querySelector("[data-whole-told]");
    const confirmed = parties.filter((one) => this.state.confirmed.includes(one.key));
    told.textContent = done ? `${this.words("written")} ${confirmed.map((one) => `✓ ${one.name}`).join(" ")}` : "";
    const buttons = place.querySelector("[data-whole-buttons]");
    buttons.replaceChildren();
    if (!done) return;
    this.mine(parties).filter((one) => !this.state.confirmed.includes(one.key)).forEach((one) => {
      const open = lines.some((line) => !line.confirmed.includes(one.key));
      const label = open ? this.words("lines-first") : this.words("confirm-whole");
      const button = this.button(`${one.name}：${label}`, "btn btn-primary");
      button.disabled = open;
      button.addEventListener("click", () => this.act("confirm-whole", { person: one.key }));
      buttons.append(button);
    });
  }

  button(label, look = "btn btn-sm") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.textContent = label;
    return button;
  }
}
