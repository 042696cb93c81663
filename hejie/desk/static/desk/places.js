// A box above a long list of places: type part of a name or a code, choose with the arrows.
(() => {
  const MOST = 30;

  function start(list) {
    if (list.dataset.found) return;
    list.dataset.found = "yes";
    const options = [...list.options].filter((option) => option.value);
    const box = document.createElement("input");
    const found = document.createElement("ul");
    const holder = document.createElement("div");
    holder.className = "finder";
    Object.assign(box, { type: "text", className: list.className.replace("form-select", "form-control"), autocomplete: "off", placeholder: list.dataset.find });
    box.id = list.id;
    list.removeAttribute("id");
    ["aria-describedby", "aria-invalid"].forEach((name) => {
      if (list.hasAttribute(name)) box.setAttribute(name, list.getAttribute(name));
    });
    found.id = `${box.id}-found`;
    found.hidden = true;
    found.setAttribute("role", "listbox");
    found.setAttribute("aria-label", list.dataset.find);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", found.id);
    list.hidden = true;
    list.before(holder);
    holder.append(box, found, list);

    const chosen = () => list.selectedOptions[0];
    const name = (option) => (option && option.value ? option.text.trim() : "");
    const rows = () => [...found.querySelectorAll("[role=option]")];

    function close() {
      found.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
      box.value = name(chosen());
    }

    function take(value) {
      list.value = value;
      list.dispatchEvent(new Event("change", { bubbles: true }));
      close();
    }

    function point(row) {
      rows().forEach((one) => one.setAttribute("aria-selected", String(one === row)));
      if (!row) return;
      box.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    }

    function open() {
      const typed = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const asked = box.value.trim() === name(chosen()) ? [] : typed;
      const fits = options.filter((option) => asked.every((word) => option.text.toLowerCase().includes(word) || option.value.startsWith(word)));
      found.replaceChildren(...fits.slice(0, MOST).map((option, number) => {
        const row = document.createElement("li");
        row.id = `${found.id}-${number}`;
        row.setAttribute("role", "option");
        row.dataset.value = option.value;
        row.textContent = option.text;
        return row;
      }));
      if (!fits.length) {
        const none = document.createElement("li");
        none.className = "none";
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.textContent = list.dataset.none;
        found.append(none);
      }
      found.hidden = false;
      box.setAttribute("aria-expanded", "true");
      point(fits.length ? rows().find((row) => row.dataset.value === list.value) || rows()[0] : null);
    }

    box.addEventListener("input", open);
    box.addEventListener("focus", () => box.select());
    box.addEventListener("click", open);
    box.addEventListener("blur", close);
    found.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const row = event.target.closest("[data-value]");
      if (row) take(row.dataset.value);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (found.hidden) return open();
        const all = rows();
        const now = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
        point(all[Math.min(Math.max(now + (event.key === "ArrowDown" ? 1 : -1), 0), all.length - 1)]);
      } else if ((event.key === "Enter" || event.key === "Tab") && !found.hidden && !event.ctrlKey) {
        const row = rows().find((one) => one.getAttribute("aria-selected") === "true" && one.dataset.value);
        if (row) take(row.dataset.value);
        if (event.key === "Enter") event.preventDefault();
      } else if (event.key === "Escape") close();
    });
    list.addEventListener("change", () => { box.value = name(chosen()); });
    close();
  }

  function look() {
    document.querySelectorAll("select[data-find]").forEach(start);
  }
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", look);
})();
