// Lists chosen files and their sizes, and keeps a drawn signature in its field.
(() => {
  const MOST = 20 * 1024 * 1024;

  function list(box) {
    const input = box.querySelector("input[type=file]");
    const place = box.querySelector("[data-upload-list]");
    input.addEventListener("change", () => {
      place.replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li");
        const big = file.size > MOST;
        const size = (file.size / 1024 / 1024).toFixed(1);
        item.textContent = `${file.name}（${size} MB）${big ? place.dataset.tooBig : ""}`;
        item.classList.toggle("too-big", big);
        return item;
      }));
    });
  }

  function load(address) {
    return new Promise((done, failed) => {
      if (window.SignaturePad) return done();
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  async function sign(box) {
    const place = box.querySelector("[data-signature-pad]");
    const input = box.querySelector("input[data-signature]");
    const state = box.querySelector("[data-signature-state]");
    await load(place.dataset.script);
    place.hidden = false;
    box.querySelector("[data-signature-else]").hidden = true;
    const canvas = place.querySelector("canvas");
    const pad = new window.SignaturePad(canvas, { penColor: "#101828" });

    function size() {
      const drawn = pad.toData();
      const scale = Math.max(window.devicePixelRatio || 1, 1);
      canvas.width = canvas.offsetWidth * scale;
      canvas.height = canvas.offsetHeight * scale;
      canvas.getContext("2d").scale(scale, scale);
      pad.clear();
      pad.fromData(drawn);
    }
    function tell() {
      input.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
      state.textContent = pad.isEmpty() ? state.dataset.empty : state.dataset.done;
    }
    pad.addEventListener("endStroke", tell);
    place.querySelector("[data-signature-clear]").addEventListener("click", () => {
      pad.clear();
      tell();
    });
    window.addEventListener("resize", size);
    size();
    tell();
  }

  function look() {
    document.querySelectorAll("[data-upload], [data-signature-box]").forEach((box) => {
      if (box.dataset.started) return;
      box.dataset.started = "yes";
      if (box.hasAttribute("data-upload")) list(box);
      else sign(box).catch(() => box.removeAttribute("data-started"));
    });
  }
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", look);
})();
