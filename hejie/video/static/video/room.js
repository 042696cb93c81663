// The page of a meeting: first the devices, then the door, then the room.
import { Stream } from "../live/stream.js";
import { Devices, network } from "./devices.js";
import { Faces } from "./faces.js";
import { Forwarded } from "./forwarded.js";
import { Host } from "./host.js";
import { Mesh } from "./peers.js";
import { Minutes } from "./minutes.js";
import { Recorder } from "./recorder.js";

const BEAT = 15000;
const page = document.getElementById("meeting");
const find = (selector) => page.querySelector(selector);
const words = (name) => document.getElementById("words").content
  .querySelector(`[data-word="${name}"]`).textContent;
const isHost = page.hasAttribute("data-host");
const remembered = `in ${location.pathname}`;
const devices = new Devices();
let pass = "";
let state = null;
let stream = null;
let recordingHere = false;
let equipped = false; // whether we have what only those inside are given
let heard = 0; // the number up to which what is shown holds all that was told

function show(name) {
  ["door", "wait", "room", "gone"].forEach((one) => {
    document.getElementById(one).hidden = one !== name;
  });
  document.documentElement.classList.toggle("in-meeting", name === "room");
}

function say(sentence, name = "warning") {
  const line = find("[data-say]");
  line.textContent = sentence;
  line.hidden = !sentence;
  line.dataset.kind = name;
  clearTimeout(say.waiting);
  if (sentence && name !== "stay") say.waiting = setTimeout(() => { line.hidden = true; }, 8000);
}

// Acts

const UNASKED = ["signal", "watch", "watch-answer"]; // the page does and repeats these by itself

async function act(name, data = {}) {
  let answer;
  try {
    answer = await fetch(page.dataset.act.replace("ACT", name), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Seat": pass },
      body: JSON.stringify(data),
    });
  } catch {
    lineIs(false);
    return null;
  }
  if (answer.ok) return (await answer.json()).made;
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 410) gone(told.sentence);
  else if (!UNASKED.includes(name)) say(told.sentence || words("failed"));
  return null;
}

function lineIs(good) {
  find("[data-line]").hidden = good || !pass;
}

function gone(sentence) {
  if (!pass) return;
  pass = "";
  sessionStorage.removeItem(remembered);
  if (stream) stream.close();
  mesh.close();
  devices.close();
  find("[data-gone]").textContent = sentence || words("left");
  show("gone");
}

// The door: this device, the way to the server, and who sits before the screen

async function check() {
  const chosen = { camera: find("[data-camera]").value, microphone: find("[data-microphone]").value };
  await devices.open(chosen);
  const preview = find("[data-preview]");
  preview.srcObject = devices.stream;
  find("[data-preview-none]").hidden = Boolean(devices.track("video"));
  tick("camera", Boolean(devices.track("video")));
  tick("microphone", Boolean(devices.track("audio")));
  find("[data-problem]").hidden = !devices.problem;
  find("[data-problem]").textContent = devices.problem ? words(devices.problem) : "";
  mesh.lend(devices.tracks);
  drawFaces();
  await offer("videoinput", find("[data-camera]"));
  await offer("audioinput", find("[data-microphone]"));
}

function tick(name, good) {
  const line = find(`[data-check=${name}]`);
  line.dataset.good = good ? "yes" : "no";
  line.querySelector("[data-found]").textContent = words(good ? `${name}-good` : `${name}-bad`);
}

async function offer(kind, choice) {
  const found = await devices.list(kind);
  const now = choice.value;
  choice.replaceChildren(...found.map((one, n) => new Option(one.label || `${n + 1}`, one.deviceId)));
  if (now) choice.value = now;
  choice.parentElement.hidden = found.length < 2;
}

async function checkNetwork() {
  const found = await network(page.dataset.probe);
  const line = find("[data-check=network]");
  line.dataset.good = found === "good" || found === "fair" ? "yes" : "no";
  line.querySelector("[data-found]").textContent = words(`network-${found}`);
}

async function enter() {
  const form = find("[data-enter]");
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.redirected || answer.status === 403 || answer.status === 404) {
      const told = answer.redirected ? {} : await answer.json().catch(() => ({}));
      sessionStorage.removeItem(remembered);
      if (answer.redirected) location.reload();
      else { show("door"); doorSays(told.sentence || words("failed")); }
      return;
    }
    pass = (await answer.json()).pass;
  } catch {
    doorSays(words("failed"));
    return;
  } finally {
    button.disabled = false;
  }
  sessionStorage.setItem(remembered, "yes");
  await look();
}

function doorSays(sentence) {
  find("[data-door-says]").hidden = !sentence;
  find("[data-door-says]").textContent = sentence;
}

// Inside

const faces = new Faces(find("[data-faces]"), document.getElementById("face"), words);
let mesh = new Mesh({
  send: (to, word) => act("signal", { to, word }),
  changed: () => drawFaces(),
  fault: (fault) => console.warn(fault),
});
const minutes = new Minutes(find("[data-minutes]"), { act, words, host: isHost });
let host = null;
const recorder = isHost && new Recorder({ act, upload, faces, fault: (f) => say(String(f)) });
faces.silent = () => { find("[data-hear]").hidden = false; };

async function upload(stretch, number, data) {
  const address = page.dataset.chunk.replace("/0/0/", `/${stretch}/${number}/`);
  try {
    const answer = await fetch(address, { method: "POST", headers: { "X-Seat": pass }, body: data });
    return answer.ok;
  } catch {
    return false;
  }
}

async function look(again = false) {
  const told = await act("look");
  if (!told) return null;
  if (told.heard < heard && !again) return look(true); // something newer was told meanwhile
  heard = told.heard;
  if (told.forwarded && !(mesh instanceof Forwarded)) {
    mesh = new Forwarded({ act, changed: () => drawFaces(), fault: (f) => console.warn(f) });
    mesh.tracks = devices.tracks;
  }
  mesh.ice = told.ice;
  equipped = told.state.status === "inside";
  minutes.all(told.lines);
  if (!stream) {
    stream = new Stream({
      kinds: ["state", "line", "signal", "out"],
      renew: async () => { const again = await look(); return again && again.ticket; },
      hear,
      line: lineIs,
    });
    stream.open(told.ticket);
  }
  follow(told.state);
  signing(told.signing);
  return told;
}

function hear(kind, data, number) {
  if (!pass) return;
  if (kind === "signal") mesh.hear(data.from, data.word);
  if (kind === "out") gone(data.sentence);
  if (!["state", "line"].includes(kind) || number < heard) return;
  heard = number;
  if (kind === "state") follow(data);
  else minutes.one(data);
}

function follow(told) {
  state = told;
  if (told.status !== "inside") {
    show("wait");
    find("[data-host-here]").hidden = !told.hostHere;
    find("[data-host-away]").hidden = told.hostHere;
    mesh.close();
    equipped = false;
    return;
  }
  show("room");
  if (!equipped) {
    equipped = true;
    look();
    return;
  }
  if (isHost && !host) host = new Host(find("[data-host-panel]"), { act, words });
  const roommates = told.seats.filter((seat) => seat.room === told.me.room);
  const others = roommates.filter((s) => s.id !== told.me.id && !s.telephone && s.here && s.visit);
  mesh.tracks = devices.tracks;
  mesh.meet(told.me, others);
  drawFaces();
  minutes.set(told);
  paper(told.shown);
  recording(told.recording);
  if (host) host.set(told);
  find("[data-apart-told]").hidden = told.me.room === "main";
  const away = told.me.room === "main" ? told.seats.filter((seat) => seat.room !== "main") : [];
  find("[data-others-apart]").hidden = !away.length;
}

function drawFaces() {
  if (!state || state.status !== "inside") return;
  const seats = state.seats.filter((seat) => seat.room === state.me.room);
  faces.show(state.me, seats, devices.stream, mesh.peers);
}

let drawn = "";
async function paper(shown) {
  const place = find("[data-paper]");
  find("[data-paper-place]").hidden = !shown && !isHost;
  find("[data-paper-title]").textContent = shown ? `${shown.title} ${shown.page}/${shown.pages}` : "";
  const wanted = shown ? `${shown.paper}/${shown.page}` : "";
  if (wanted === drawn) return;
  drawn = wanted;
  if (!shown) { place.hidden = true; return; }
  const address = page.dataset.picture.replace(
    "/00000000-0000-0000-0000-000000000000/1/", `/${shown.paper}/${shown.page}/`);
  try {
    const answer = await fetch(address, { headers: { "X-Seat": pass } });
    if (!answer.ok || drawn !== wanted) return;
    const last = place.src;
    place.src = URL.createObjectURL(await answer.blob());
    place.alt = find("[data-paper-title]").textContent;
    place.hidden = false;
    if (last) URL.revokeObjectURL(last);
  } catch { drawn = ""; }
}

function recording(told) {
  find("[data-recording]").hidden = !(told.running && told.allowed);
  const ask = find("[data-consent]");
  const mine = told.state === "asked" ? told.mine : [];
  ask.hidden = !mine.length;
  ask.querySelector("[data-consent-buttons]").replaceChildren(...mine.flatMap((person) => {
    const one = state.me.people.find((someone) => someone.key === person);
    return [true, false].map((agrees) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = agrees ? "btn btn-primary" : "btn";
      button.textContent = `${one ? one.name : ""}：${words(agrees ? "agree" : "disagree")}`;
      button.addEventListener("click", () => act("answer-recording", { person, agrees }));
      return button;
    });
  }));
  if (!isHost) return;
  const told_ = find("[data-recording-told]");
  const wait = told.state === "asked" && told.missing.length;
  told_.textContent = wait ? `${words("waiting-for")}${told.missing.join("、")}`
    : told.state === "refused" ? words("recording-refused") : "";
  find("[data-record]").hidden = told.state === "asked";
  find("[data-stop-recording]").hidden = told.state !== "asked";
  recorder.wanted = recordingHere && told.state === "asked";
  recorder.set(told, () => [devices.stream, ...[...mesh.peers.values()].map((p) => p.stream)]);
  if (!recorder.wanted && recorder.media) recorder.finish(false);
}

// Where the people before this screen can sign now.
function signing(steps) {
  find("[data-signing]").replaceChildren(...steps.map((one) => {
    const link = document.createElement("a");
    Object.assign(link, { className: "btn btn-lg btn-primary", href: one.url, target: "_blank" });
    link.textContent = state.me.people.length > 1 ? `${one.label}（${one.name}）` : one.label;
    return link;
  }));
}

// Buttons

function toggle(selector, name) {
  find(selector).addEventListener("click", (event) => {
    devices[name] = !devices[name];
    devices.apply();
    mesh.lend(devices.tracks);
    event.currentTarget.setAttribute("aria-pressed", String(!devices[name]));
  });
}
toggle("[data-mute]", "microphone");
toggle("[data-dark]", "camera");
find("[data-leave]").addEventListener("click", async () => {
  await act("leave", { for_good: true });
  gone(words("left"));
});
find("[data-again]").addEventListener("click", () => location.reload());
find("[data-hear]").addEventListener("click", (event) => {
  faces.tiles.forEach((tile) => tile.querySelector("video").play());
  event.currentTarget.hidden = true;
});
find("[data-ring]").addEventListener("click", () => devices.ring());
find("[data-camera]").addEventListener("change", check);
find("[data-microphone]").addEventListener("change", check);
find("[data-check-again]").addEventListener("click", () => { check(); checkNetwork(); });
find("[data-enter]").addEventListener("submit", (event) => { event.preventDefault(); enter(); });
if (isHost) {
  find("[data-record]").addEventListener("click", () => { recordingHere = true; act("ask-recording"); });
  find("[data-stop-recording]").addEventListener("click", async () => {
    recordingHere = false;
    if (recorder.media) await recorder.stop();
    else await act("end-recording", { for_good: true });
  });
}
page.querySelectorAll("[data-tab]").forEach((tab) => tab.addEventListener("click", () => {
  page.querySelectorAll("[data-tab]").forEach((one) => {
    one.setAttribute("aria-pressed", String(one === tab));
  });
  document.getElementById("room").dataset.shows = tab.dataset.tab;
}));

setInterval(async () => {
  const told = pass && await act("beat");
  if (told && state) signing(told.signing);
}, BEAT);
setInterval(() => {
  const meter = find("[data-meter]");
  meter.value = devices.level();
  if (!state || state.status !== "inside") return;
  const levels = mesh.levels();
  levels.set(state.me.id, devices.level() / 2);
  const names = faces.hear(levels, state.seats);
  find("[data-speaking]").textContent = names.length ? `${words("speaking")}${names.join("、")}` : "";
}, 250);
window.addEventListener("online", () => { if (pass) look(); });
window.addEventListener("offline", () => lineIs(false));
window.addEventListener("pagehide", () => {
  if (!pass) return;
  const body = new Blob([JSON.stringify({ pass })], { type: "text/plain" });
  navigator.sendBeacon(page.dataset.act.replace("ACT", "leave"), body);
});

async function begin() {
  show("door");
  const back = sessionStorage.getItem(remembered) && page.hasAttribute("data-open");
  if (!back) checkNetwork();
  await Promise.all([check(), back && enter()]); // whoever was inside is back at once
}
begin();
