// What is reported is kept on the telephone first, and sent when there is a network: each once,
// because its key was made with it.
(() => {
  const box = document.querySelector("[data-field]");
  if (!box) return;
  const say = box.dataset;
  const EVERY = 15000;
  const POINTS_EVERY = 60000;

  // The store

  function open() {
    return new Promise((done, failed) => {
      const request = indexedDB.open("hejie-field", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("items", { keyPath: "id" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  async function run(mode, act) {
    const store = await open();
    return new Promise((done, failed) => {
      const change = store.transaction("items", mode, { durability: "strict" });
      const request = act(change.objectStore("items"));
      change.oncomplete = () => { store.close(); done(request.result); };
      change.onerror = () => { store.close(); failed(change.error); };
      change.onabort = change.onerror;
    });
  }

  const put = (item) => run("readwrite", (items) => items.put(item));
  const remove = (id) => run("readwrite", (items) => items.delete(id));
  const all = async () => (await run("readonly", (items) => items.getAll()))
    .sort((one, other) => other.seen.localeCompare(one.seen));

  // Sending

  async function token() {
    const answer = await fetch(say.token, { credentials: "same-origin", headers: { Accept: "application/json" } });
    const isOurs = answer.ok && !answer.redirected && (answer.headers.get("Content-Type") || "").includes("json");
    return isOurs ? (await answer.json()).token : "";
  }

  function body(item) {
    const form = new FormData();
    form.append("step", item.settled ? "settle" : "report");
    form.append("idempotency_key", item.id);
    form.append("occurred", item.seen);
    ["category", "where", "text", "place", "lon", "lat"].forEach((name) => {
      if (item[name]) form.append(name, item[name]);
    });
    if (item.danger) form.append("danger", "on");
    item.photos.forEach((photo, n) => form.append("photos", photo, `photo-${n + 1}.jpg`));
    if (item.settled) item.after.forEach((photo, n) => form.append("after", photo, `after-${n + 1}.jpg`));
    return form;
  }

  async function send(item, key) {
    await put({ ...item, state: "sending" });
    await draw();
    const answer = await fetch(say.send, {
      method: "POST", body: body(item), credentials: "same-origin", headers: { "X-CSRFToken": key, Accept: "application/json" },
    });
    const isOurs = !answer.redirected && (answer.headers.get("Content-Type") || "").includes("json");
    if (!isOurs) throw new Error("no answer of ours");
    const told = await answer.json();
    if (answer.ok) {
      await put({ ...item, state: "sent", reference: told.reference, arrived: new Date().toISOString(), photos: [], after: [], count: item.photos.length });
    } else {
      await put({ ...item, state: "refused", why: told.why });
    }
  }

  // One page sends at a time; what was being sent when a page was closed is sent again: the key
  // sees to it that it counts once.
  async function sendAll() {
    if (!navigator.onLine) return net();
    await navigator.locks.request("hejie-field", { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      const waiting = (await all()).filter((item) => ["queued", "sending"].includes(item.state)).reverse();
      if (!waiting.length) return;
      try {
        const key = await token();
        net(key ? "" : say.signIn);
        if (!key) return;
        for (const item of waiting) await send(item, key);
      } catch (_fault) {
        for (const item of (await all()).filter((one) => one.state === "sending")) await put({ ...item, state: "queued" });
      }
    });
    await draw();
  }

  // The page

  function net(sentence) {
    document.querySelector("[data-net]").textContent = sentence || (navigator.onLine ? say.online : say.offline);
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  function time(text) {
    return new Date(text).toLocaleString(document.documentElement.lang, { hour12: false });
  }

  function line(item) {
    const row = document.createElement("li");
    row.dataset.id = item.id;
    row.dataset.state = item.state;
    const state = document.createElement("p");
    state.className = `state state-${item.state}`;
    const words = { queued: say.queued, draft: say.draft, sending: say.sending, sent: say.sent, refused: say.refused + (item.why || "") };
    state.textContent = words[item.state];
    if (item.state === "sent") {
      const link = document.createElement("a");
      link.href = say.matter.replace("REF", item.reference);
      link.textContent = item.reference;
      state.append(" ", link);
    }
    const what = document.createElement("p");
    const option = form.elements.category.querySelector(`[value="${item.category}"]`);
    what.textContent = `${option ? option.textContent : item.category} · ${item.where} · ${item.count ?? item.photos.length} ${say.photos}`;
    const when = document.createElement("p");
    when.className = "form-hint";
    when.textContent = `${say.seen} ${time(item.seen)}${item.arrived ? ` · ${say.arrived} ${time(item.arrived)}` : ""}`;
    row.append(state, what, when);
    const buttons = document.createElement("div");
    buttons.className = "buttons";
    if (["draft", "refused"].includes(item.state)) buttons.append(button(say.again, () => edit(item)));
    if (item.state !== "sending") buttons.append(button(say.delete, async () => { await remove(item.id); draw(); }));
    row.append(buttons);
    return row;
  }

  async function draw() {
    const items = await all();
    document.querySelector("[data-items]").replaceChildren(...items.map(line));
    document.querySelector("[data-nothing]").hidden = items.length > 0;
  }

  const form = box.querySelector(".field-form");
  let held = { photos: [], after: [] };

  async function edit(item) {
    ["category", "where", "text", "place", "lon", "lat"].forEach((name) => { form.elements[name].value = item[name] || ""; });
    form.elements.danger.checked = item.danger;
    form.elements.settled.checked = item.settled;
    held = { photos: item.photos, after: item.after, seen: item.seen };
    await remove(item.id);
    alone();
    await draw();
    form.elements.category.focus();
  }

  function alone() {
    const chosen = form.elements.category.selectedOptions[0];
    form.querySelector("[data-alone]:not(option)").hidden = !chosen || !("alone" in chosen.dataset);
  }

  function read() {
    const values = {};
    ["category", "where", "text", "place", "lon", "lat"].forEach((name) => { values[name] = form.elements[name].value.trim(); });
    const chosen = (name) => (form.elements[name].files.length ? [...form.elements[name].files] : held[name]);
    return {
      ...values,
      id: crypto.randomUUID(),
      seen: held.seen || new Date().toISOString(),
      danger: form.elements.danger.checked,
      settled: !form.querySelector("[data-alone]:not(option)").hidden && form.elements.settled.checked,
      photos: chosen("photos"),
      after: chosen("after"),
    };
  }

  async function keep(state) {
    const item = read();
    const whole = item.where && item.text && item.photos.length && (item.place || item.lon);
    form.querySelector("[data-missing]").hidden = state === "draft" || Boolean(whole);
    if (state !== "draft" && !whole) return;
    await put({ ...item, state });
    form.reset();
    held = { photos: [], after: [] };
    form.elements.lon.value = form.elements.lat.value = "";
    form.querySelector("[data-position]").textContent = "";
    alone();
    await draw();
    if (state === "queued") sendAll();
  }

  if (form) {
    form.addEventListener("submit", (event) => { event.preventDefault(); keep("queued"); });
    form.querySelector("[data-save]").addEventListener("click", () => keep("draft"));
    form.elements.category.addEventListener("change", alone);
    form.querySelector("[data-here]").addEventListener("click", () => {
      const told = form.querySelector("[data-position]");
      navigator.geolocation.getCurrentPosition((found) => {
        form.elements.lon.value = found.coords.longitude.toFixed(6);
        form.elements.lat.value = found.coords.latitude.toFixed(6);
        told.textContent = say.position;
      }, () => { told.textContent = say.noPosition; }, { enableHighAccuracy: true, timeout: 10000 });
    });
    alone();
    draw().then(sendAll);
    window.addEventListener("online", sendAll);
    setInterval(sendAll, EVERY);
  }

  // During a shift that the walker has started, and only while this page is open.
  async function tellPoint() {
    if (!say.shift || !navigator.onLine || document.hidden) return;
    navigator.geolocation.getCurrentPosition(async (found) => {
      const key = await token();
      if (!key) return;
      const where = new URLSearchParams({ lon: found.coords.longitude.toFixed(6), lat: found.coords.latitude.toFixed(6) });
      await fetch(say.shift, { method: "POST", body: where, credentials: "same-origin", headers: { "X-CSRFToken": key } });
    }, () => {}, { enableHighAccuracy: true, timeout: 10000 });
  }

  if (say.shift) {
    tellPoint();
    setInterval(tellPoint, POINTS_EVERY);
  }

  net();
  ["online", "offline"].forEach((name) => window.addEventListener(name, () => net()));
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(say.worker);
})();
