// Draws the board's own tables, and asks for them again when the log has grown.
import { Stream } from "../live/stream.js";

function start() {
  const board = document.querySelector("[data-board]");
  if (!board || !window.echarts) return;
  const PAUSE = 3000;
  const boxes = Object.fromEntries([...document.querySelectorAll("[data-chart]")].map((box) => [box.dataset.chart, box]));
  const charts = Object.fromEntries(Object.entries(boxes).map(([name, box]) => [name, window.echarts.init(box, null, { renderer: "svg" })]));
  const text = { fontFamily: getComputedStyle(document.body).fontFamily };
  const told = () => JSON.parse(document.getElementById("cockpit-charts").textContent);
  let drawn = false;

  function draw() {
    const { months, opened, ended, kept, places, words } = told();
    charts.months.setOption({
      textStyle: text,
      animation: false,
      tooltip: { trigger: "axis" },
      legend: { top: 4 },
      grid: { left: 44, right: 44, top: 40, bottom: 28 },
      xAxis: { type: "category", data: months },
      yAxis: [{ type: "value", minInterval: 1 }, { type: "value", min: 0, max: 100, splitLine: { show: false } }],
      series: [
        { name: words.opened, type: "bar", data: opened, itemStyle: { color: "#1b4f8f" } },
        { name: words.ended, type: "bar", data: ended, itemStyle: { color: "#6a8fc0" } },
        { name: words.kept, type: "line", yAxisIndex: 1, data: kept, connectNulls: true, itemStyle: { color: "#b26a00" } },
      ],
    });
    if (!drawn) return;
    charts.map.setOption({
      textStyle: text,
      animation: false,
      tooltip: { formatter: "{b} {c}" },
      visualMap: { min: 0, max: Math.max(1, ...places.map((one) => one.value)), inRange: { color: ["#eef3fa", "#1b4f8f"] }, left: 8, bottom: 8, itemHeight: 80 },
      series: [{ type: "map", map: "towns", nameProperty: "name", data: places, label: { show: true, fontSize: 10, color: "#102a4c", textBorderColor: "#fff", textBorderWidth: 2 }, labelLayout: { hideOverlap: true }, emphasis: { label: { show: true } } }],
    });
  }

  // On a telephone the sides begin folded; what somebody opened stays so.
  const sides = () => [...board.querySelectorAll(".side")];
  const narrow = () => window.matchMedia("(max-width: 40rem)").matches;
  let open = narrow() ? [] : null;
  const fold = () => sides().forEach((side, n) => { if (open) side.open = open.includes(n); });

  async function map() {
    const outlines = await (await fetch(boxes.map.dataset.outlines)).json();
    if (!outlines.features.length) { boxes.map.remove(); return; }
    window.echarts.registerMap("towns", outlines);
    drawn = true;
    draw();
  }

  async function refresh() {
    const answer = await fetch(window.location.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    open = sides().flatMap((side, n) => (side.open ? [n] : []));
    board.innerHTML = await answer.text();
    fold();
    draw();
  }

  const ticket = () => board.querySelector("[data-ticket]").dataset.ticket;
  let waiting = 0;
  const stream = new Stream({
    kinds: ["changed"],
    hear() {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, PAUSE);
    },
    async renew() { await refresh(); return ticket(); },
    line() {},
  });

  fold();
  draw();
  map();
  stream.open(ticket());
  window.addEventListener("beforeprint", () => sides().forEach((side) => { side.open = true; }));
  window.addEventListener("pagehide", () => stream.close());
  window.addEventListener("resize", () => Object.values(charts).forEach((chart) => chart.resize()));
}

start();
