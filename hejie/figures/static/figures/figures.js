// Gives numbers that may be dragged a slider beside them; the calculation follows by itself, and
// its total stays in sight at the foot of the window while the result is out of it.
(() => {
  function slide(field) {
    if (field.dataset.sliding) return;
    field.dataset.sliding = "yes";
    const [low, high, step] = field.dataset.slider.split(" ");
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: low, max: high, step, value: field.value || low, className: "slider" });
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    slider.setAttribute("aria-label", label ? label.textContent.trim() : field.name);
    slider.addEventListener("input", () => {
      field.value = slider.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.addEventListener("input", () => { if (field.value !== slider.value) slider.value = field.value; });
    field.after(slider);
  }

  function dock(figure) {
    if (figure.dataset.docked) return;
    figure.dataset.docked = "yes";
    const bar = document.createElement("div");
    bar.className = "figure-dock";
    bar.setAttribute("aria-hidden", "true");
    bar.hidden = true;
    document.body.append(bar);
    let inSight = true;
    const show = () => {
      const total = figure.querySelector("[data-total]");
      bar.textContent = total ? total.textContent : "";
      bar.hidden = inSight || !total;
    };
    new IntersectionObserver(([seen]) => { inSight = seen.isIntersecting; show(); }).observe(figure);
    figure.addEventListener("htmx:afterSettle", show);
  }

  function look() {
    document.querySelectorAll("#figure").forEach(dock);
    document.querySelectorAll("[data-slider]").forEach(slide);
  }
  document.addEventListener("DOMContentLoaded", look);
  document.addEventListener("htmx:afterSettle", look);
})();
