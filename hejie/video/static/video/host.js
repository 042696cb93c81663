// What the host alone has: the door, rooms apart, papers to show, the telephone, the recording.
import { namesOf } from "./faces.js";

export class Host {
  constructor(place, { act, words }) {
    Object.assign(this, { place, act, words });
    this.on("[data-apart]", () => {
      const seats = [...place.querySelectorAll("[data-people] input:checked")].map((one) => one.value);
      return act("sit-apart", { seats });
    });
    this.on("[data-together]", () => act("sit-together"));
    this.on("[data-page-back]", () => this.turn(-1));
    this.on("[data-page-on]", () => this.turn(1));
    this.on("[data-hide-paper]", () => act("show", {}));
    this.choice = document.querySelector("[data-paper-choice]");
    this.choice.addEventListener("change", () => act("show", { paper: this.choice.value, page: 1 }));
    this.choice.addEventListener("focus", () => this.papers());
    this.papers();
  }

  on(selector, work) {
    document.querySelectorAll(selector).forEach((one) => one.addEventListener("click", work));
  }

  async papers() {
    const found = (await this.act("papers")) || [];
    const first = this.choice.options[0];
    const now = this.choice.value;
    this.choice.replaceChildren(first, ...found.map((one) => new Option(one.title, one.id)));
    this.choice.value = now;
  }

  turn(step) {
    const { shown } = this.state;
    if (shown) this.act("show", { paper: shown.paper, page: shown.page + step });
  }

  set(state) {
    this.state = state;
    this.door(state.waiting);
    this.people(state);
    const apart = state.me.room !== "main";
    document.querySelectorAll("[data-apart]").forEach((one) => { one.hidden = apart; });
    document.querySelectorAll("[data-together]").forEach((one) => {
      one.hidden = state.seats.every((seat) => seat.room === "main");
    });
    document.querySelector("[data-page-back]").disabled = !state.shown || state.shown.page === 1;
    document.querySelector("[data-page-on]").disabled =
      !state.shown || state.shown.page === state.shown.pages;
    document.querySelector("[data-hide-paper]").hidden = !state.shown;
    if (!state.shown) this.choice.value = "";
  }

  // Who waits: the names that were proven are ticked; others before that screen can be added.
  door(waiting) {
    const place = this.place.querySelector("[data-door]");
    place.hidden = !waiting.length;
    const list = place.querySelector("[data-waiting]");
    const come = new Map(waiting.map((seat) => [JSON.stringify(seat), seat]));
    // What is being ticked or pressed stays where it is: only who came or changed is written anew.
    for (const item of [...list.children]) if (!come.delete(item.dataset.told)) item.remove();
    list.append(...[...come].map(([told, seat]) => this.comer(seat, told)));
  }

  comer(seat, told) {
    const item = this.place.querySelector("[data-comer]").content.firstElementChild.cloneNode(true);
    item.dataset.told = told;
    item.querySelector("[data-names]").textContent = namesOf(seat);
    item.querySelector("[data-place]").textContent = seat.place || this.words("no-place");
    const boxes = item.querySelector("[data-boxes]");
    const proven = seat.people.filter((one) => seat.proven.includes(one.key));
    proven.forEach((one) => boxes.append(box(one, true, this.words("by-code"))));
    if (seat.staff) boxes.append(this.words("by-account"));
    if (seat.beside.length && !seat.staff) {
      const more = item.querySelector("[data-more]");
      more.hidden = false;
      seat.beside.forEach((one) => more.append(box(one, false, this.words("by-document"))));
    }
    item.querySelector("[data-let-in]").addEventListener("click", () => {
      const people = [...item.querySelectorAll("input:checked")].map((one) => one.value);
      this.act("let-in", { seat: seat.id, people });
    });
    item.querySelector("[data-send-out]").addEventListener("click", () => {
      this.act("send-out", { seat: seat.id });
    });
    return item;
  }

  people(state) {
    const list = this.place.querySelector("[data-people]");
    const ticked = new Set([...list.querySelectorAll("input:checked")].map((one) => one.value));
    const others = state.seats.filter((seat) => !seat.host);
    list.replaceChildren(
      ...others.map((seat) => this.person(seat, ticked.has(seat.id))),
      ...state.absent.map((one) => this.absent(one)),
      ...state.out.map((seat) => this.sentOut(seat)),
    );
  }

  person(seat, ticked) {
    const item = document.createElement("li");
    if (seat.telephone) item.append(`${namesOf(seat)}（${this.words("on-telephone")}）`);
    else {
      const room = seat.room === "main" ? "" : this.words("apart");
      item.append(box({ key: seat.id, name: namesOf(seat), role: room }, ticked, seat.place));
    }
    item.append(this.button("send-out", () => {
      if (confirm(`${this.words("send-out")}：${namesOf(seat)}？`)) this.act("send-out", { seat: seat.id });
    }));
    return item;
  }

  absent(one) {
    const item = document.createElement("li");
    item.append(`${one.name}（${this.words("absent")}）`);
    item.append(this.button("telephone", () => this.act("telephone", { person: one.key })));
    return item;
  }

  sentOut(seat) {
    const item = document.createElement("li");
    item.append(`${namesOf(seat)}（${this.words("sent-out")}）`);
    item.append(this.button("forgive", () => this.act("forgive", { seat: seat.id })));
    return item;
  }

  button(word, work) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = this.words(word);
    button.addEventListener("click", work);
    return button;
  }
}

function box(one, ticked, note) {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), {
    type: "checkbox", value: one.key, checked: ticked, className: "form-check-input",
  });
  const told = [one.name, one.role && `· ${one.role}`, note && `（${note}）`].filter(Boolean);
  label.append(input, ` ${told.join(" ")}`);
  return label;
}
