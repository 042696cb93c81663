/* Checks a receipt here, in the browser: nothing is sent anywhere. Works from a saved file. */
(() => {
  "use strict";

  const bytes = (hex) => {
    if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error("hex");
    return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  };
  const unbase64 = (text) => {
    const raw = atob(text);
    if (btoa(raw) !== text) throw new Error("base64");
    return Uint8Array.from(raw, (one) => one.charCodeAt(0));
  };
  const utf8 = (text) => new TextEncoder().encode(text);
  const join = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { whole.set(part, at); at += part.length; }
    return whole;
  };
  const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
  const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const hashLeaf = (entry) => sha256(join(Uint8Array.of(0), entry));
  const hashNode = (left, right) => sha256(join(Uint8Array.of(1), left, right));

  async function isIncluded(leaf, index, size, proof, root) {
    if (!(index >= 0 && index < size) || [leaf, root, ...proof].some((one) => one.length !== 32)) return false;
    let node = BigInt(index), last = BigInt(size) - 1n, current = leaf;
    for (const sibling of proof) {
      if (last === 0n) return false;
      if (node & 1n || node === last) {
        current = await hashNode(sibling, current);
        while (node && !(node & 1n)) { node >>= 1n; last >>= 1n; }
      } else {
        current = await hashNode(current, sibling);
      }
      node >>= 1n;
      last >>= 1n;
    }
    return last === 0n && same(current, root);
  }

  async function readKey(text, kind) {
    const [name, id, ...rest] = text.trim().split("+");
    const raw = unbase64(rest.join("+"));
    if (raw[0] !== kind || raw.length !== 33) throw new Error("key");
    const told = (await sha256(join(utf8(`${name}\n`), raw))).slice(0, 4);
    if (!same(told, bytes(id))) throw new Error("key id");
    return { name, id: told, raw: raw.slice(1) };
  }

  async function holds(key, message, signature) {
    const taken = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
    return crypto.subtle.verify({ name: "Ed25519" }, taken, signature, message);
  }

  async function canSign() {
    try {
      await crypto.subtle.importKey("raw", new Uint8Array(32).fill(1, 0, 1), { name: "Ed25519" }, false, ["verify"]);
      return true;
    } catch (error) {
      return error.name !== "NotSupportedError";
    }
  }

  function readNote(note) {
    const cut = note.lastIndexOf("\n\n");
    if (cut < 0 || !note.endsWith("\n")) throw new Error("note");
    const text = note.slice(0, cut + 1);
    const [origin, size, root] = text.split("\n");
    if (!/^(0|[1-9][0-9]{0,14})$/.test(size)) throw new Error("size");
    const signatures = note.slice(cut + 2, -1).split("\n").map((line) => {
      if (!line.startsWith("\u2014 ")) throw new Error("signature");
      const at = line.lastIndexOf(" ");
      const raw = unbase64(line.slice(at + 1));
      return { name: line.slice(2, at), id: raw.slice(0, 4), rest: raw.slice(4) };
    });
    return { text, origin, size: Number(size), root: unbase64(root), signatures };
  }

  /* What is told of a receipt: rows of [good, key of a sentence, more words]. `good` is null
     where this browser cannot say. */
  async function check(receipt, logKey, witnessKeys) {
    const note = readNote(receipt.checkpoint);
    const rows = [];
    const proof = receipt.proof.map(bytes);
    const leaf = await hashLeaf(bytes(receipt.event_hash));
    const inside = Number.isSafeInteger(receipt.log_index) &&
      await isIncluded(leaf, receipt.log_index, note.size, proof, note.root);
    rows.push([inside, "inclusion", `${receipt.log_index} / ${note.size}`]);
    const able = await canSign();
    const key = await readKey(logKey || receipt.key, 1);
    rows.push([able ? await signed(note, key, () => utf8(note.text), 0) : null, "signature", key.name]);
    if (logKey && receipt.key !== logKey) rows.push([false, "other_log", ""]);
    for (const one of witnessKeys) {
      const witness = await readKey(one, 4);
      if (!note.signatures.some((line) => line.name === witness.name && same(line.id, witness.id))) continue;
      const message = (line) => utf8(`cosignature/v1\ntime ${new DataView(line.rest.buffer).getBigUint64(0)}\n${note.text}`);
      rows.push([able ? await signed(note, witness, message, 8) : null, "cosignature", witness.name]);
    }
    return rows;
  }

  async function signed(note, key, message, skip) {
    const own = note.signatures.filter((line) => line.name === key.name && same(line.id, key.id));
    if (!own.length) return false;
    for (const line of own) {
      if (line.rest.length !== 64 + skip) return false;
      if (!await holds(key.raw, message(line), line.rest.slice(skip))) return false;
    }
    return true;
  }

  /* A receipt in a QR code: the same, with hashes in base64 instead of hex. */
  function unpack(text) {
    const told = JSON.parse(new TextDecoder().decode(unbase64(
      text.replaceAll("-", "+").replaceAll("_", "/").padEnd(Math.ceil(text.length / 4) * 4, "="))));
    const hex = (data) => Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const nodes = unbase64(told.p);
    const proof = [];
    for (let at = 0; at < nodes.length; at += 32) proof.push(hex(nodes.slice(at, at + 32)));
    return {
      reference: told.r, seq: told.s, event_hash: hex(unbase64(told.h)), log_index: told.i,
      proof, checkpoint: told.c, key: told.k,
    };
  }

  const page = document.querySelector("[data-receipt-check]");
  if (!page) return;
  const told = page.querySelector("[data-told]");
  const sentence = (name) => page.querySelector(`[data-sentence="${name}"]`).textContent;

  function row(good, text) {
    const line = document.createElement("li");
    line.className = good === null ? "unknown" : good ? "good" : "bad";
    line.textContent = `${good === null ? "?" : good ? "✓" : "✗"} ${text}`;
    return line;
  }

  async function show(read) {
    told.replaceChildren();
    try {
      const receipt = await read();
      const witnesses = (page.dataset.witnesses || "").split(" ").filter(Boolean);
      const rows = await check(receipt, page.dataset.key, witnesses);
      const bad = rows.some(([good]) => good === false);
      const open = rows.some(([good]) => good === null);
      told.append(row(bad ? false : open ? null : true,
        `${sentence(bad ? "bad" : open ? "open" : "good")} ${receipt.reference} #${receipt.seq}`));
      for (const [good, name, more] of rows) {
        const key = good === null ? "cannot" : good ? name : `no_${name}`;
        told.append(row(good, `${sentence(key)}${more ? ` (${more})` : ""}`));
      }
    } catch {
      told.append(row(false, sentence("unreadable")));
    }
    told.focus();
  }

  page.querySelector("input[type=file]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    await show(async () => JSON.parse(await file.text()));
    event.target.value = ""; // the same file may be chosen again
  });
  page.querySelector("[data-check-text]").addEventListener("click", () => {
    const text = page.querySelector("textarea").value;
    show(() => JSON.parse(text));
  });
  const fromAddress = () => {
    if (location.hash.startsWith("#r=")) show(() => unpack(location.hash.slice(3)));
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();
})();
