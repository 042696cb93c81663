// Adds and removes rows of a field of rows. Without it there are always a few blank rows.
(() => {
  const NAMES = ["name", "id", "for", "aria-describedby", "aria-labelledby"];

  function number(row, prefix, count) {
    const was = row.dataset.row;
    const will = `${prefix}-${count}`;
    [row, ...row.querySelectorAll("*")].forEach((element) => {
      NAMES.forEach((name) => {
        const value = element.getAttribute(name);
        if (value && value.includes(was)) element.setAttribute(name, value.replaceAll(was, will));
      });
    });
    row.dataset.row = will;
    row.querySelector("[data-row-number]").textContent = String(count + 1);
    if (row.hasAttribute("aria-label")) {
      row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+/, String(count + 1)));
    }
  }

  function empty(row) {
    row.querySelectorAll("input, textarea, select").forEach((field) => {
      if (["checkbox", "radio"].includes(field.type)) field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else if (field.type !== "hidden") field.value = "";
      field.classList.remove("is-invalid");
      field.removeAttribute("aria-invalid");
    });
    row.querySelectorAll(".field-error").forEach((error) => error.remove());
    row.querySelectorAll(".field-wrong").forEach((field) => field.classList.remove("field-wrong"));
  }

  function add(rows) {
    const all = [...rows.querySelectorAll("[data-row]")];
    const last = all[all.length - 1];
    const row = last.cloneNode(true);
    const cut = last.dataset.row.lastIndexOf("-");
    number(row, last.dataset.row.slice(0, cut), Number(last.dataset.row.slice(cut + 1)) + 1);
    empty(row);
    row.hidden = false;
    row.open = true;
    last.after(row);
    wire(row);
    return row;
  }

  function wire(row) {
    const remove = row.querySelector("[data-row-remove]");
    if (!remove) return;
    remove.hidden = false;
    remove.addEventListener("click", () => {
      empty(row);
      row.hidden = row.parentElement.querySelectorAll("[data-row]:not([hidden])").length > 1;
      row.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function start(rows) {
    if (rows.dataset.rows) return;
    rows.dataset.rows = "started";
    rows.querySelectorAll("[data-row]").forEach(wire);
    const button = rows.querySelector("[data-row-add]");
    button.hidden = false;
    button.addEventListener("click", () => {
      add(rows).querySelector("input:not([type=hidden]), textarea, select").focus();
    });
    const form = rows.closest("form");
    if (form) form.addEventListener("hejie:rows", (event) => {
      const last = () => [...rows.querySelectorAll("[data-row]")].pop().dataset.row;
      const prefix = last().slice(0, last().lastIndexOf("-") + 1);
      const wanted = event.detail
        .filter((name) => name.startsWith(prefix))
        .map((name) => parseInt(name.slice(prefix.length), 10) || 0);
      while (Number(last().slice(prefix.length)) < Math.min(Math.max(-1, ...wanted), 99)) add(rows);
    });
  }

  function look() {
    document.querySelectorAll("[data-rows]").forEach(start);
  }
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", look);
})();
