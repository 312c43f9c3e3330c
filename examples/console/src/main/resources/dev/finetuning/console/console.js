// Every page works without this: it puts times into the reader's zone, sorts tables, draws what changes, takes keys.
"use strict";

const root = document.documentElement;
const saved = localStorage.getItem("theme");
if (saved) root.dataset.theme = saved;

function localTimes(within) {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  for (const time of within.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!isNaN(at)) {
      time.title = time.textContent;
      time.textContent = format.format(at);
    }
  }
}

function cellValue(row, column) {
  const cell = row.cells[column];
  const value = cell.dataset.value ?? cell.textContent.trim();
  const number = Number(value.replaceAll(",", ""));
  return value !== "" && !Number.isNaN(number) ? number : value.toLowerCase();
}

function sortable(table) {
  for (const head of table.tHead.rows[0].cells) {
    if (!head.textContent.trim() || head.dataset.fixed !== undefined) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => {
        const x = cellValue(a, head.cellIndex), y = cellValue(b, head.cellIndex);
        const order = typeof x === typeof y ? (x < y ? -1 : x > y ? 1 : 0) : typeof x === "number" ? -1 : 1;
        return ascending ? order : -order;
      });
      table.tBodies[0].append(...rows);
      table.dispatchEvent(new Event("sorted"));
    });
  }
}

function paged(table) {
  const size = Number(table.dataset.pageSize);
  let page = 0;
  const bar = document.createElement("div");
  bar.className = "pager";
  const text = document.createElement("span");
  const before = document.createElement("button"), after = document.createElement("button");
  before.type = after.type = "button";
  before.textContent = "← Earlier";
  after.textContent = "Later →";
  const buttons = document.createElement("span");
  buttons.className = "actions";
  buttons.append(before, after);
  bar.append(text, buttons);
  function show() {
    const rows = [...table.tBodies[0].rows];
    if (rows.length <= size) return;
    rows.forEach((row, i) => { row.hidden = i < page * size || i >= (page + 1) * size; });
    text.textContent = `${page * size + 1}–${Math.min(rows.length, (page + 1) * size)} of ${rows.length}`;
    before.disabled = page === 0;
    after.disabled = (page + 1) * size >= rows.length;
    if (!bar.isConnected) table.parentElement.after(bar);
  }
  before.addEventListener("click", () => { page--; show(); });
  after.addEventListener("click", () => { page++; show(); });
  table.addEventListener("sorted", () => { page = 0; show(); });
  show();
}

function live(panel) {
  const events = new EventSource(panel.dataset.live);
  const draw = event => { panel.innerHTML = event.data; localTimes(panel); };
  events.addEventListener("change", draw);
  events.addEventListener("end", event => {
    events.close();
    draw(event);
    panel.dispatchEvent(new Event("ended"));
    // what the page around it offers has changed, too; what somebody is typing there stays
    const fields = [...document.querySelectorAll("textarea, input:not([type=hidden])")];
    if (fields.every(field => field.value === field.defaultValue)) location.reload();
  });
}

function dropZone(zone) {
  const input = zone.querySelector("input[type=file]");
  for (const name of ["dragover", "dragenter"]) {
    zone.addEventListener(name, event => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", event => { event.preventDefault(); input.files = event.dataTransfer.files; });
}

function shortcuts() {
  const keys = new Map([...document.querySelectorAll("[data-key]")].map(target => [target.dataset.key, target]));
  document.addEventListener("keydown", event => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    const target = keys.get(event.key);
    if (target && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) target.click();
  });
}

document.addEventListener("DOMContentLoaded", () => {
  localTimes(document);
  document.querySelectorAll("table[data-sortable]").forEach(sortable);
  document.querySelectorAll("table[data-page-size]").forEach(paged);
  document.querySelectorAll("[data-live]").forEach(live);
  document.querySelectorAll(".drop").forEach(dropZone);
  shortcuts();
  document.querySelector("nav a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  for (const form of document.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", event => { if (!confirm(form.dataset.confirm)) event.preventDefault(); });
  }
  for (const form of document.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", () => {
      const button = form.querySelector("button.primary");
      button.disabled = true;
      button.textContent = form.dataset.busy;
    });
  }
  document.getElementById("theme")?.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    localStorage.setItem("theme", root.dataset.theme);
  });
});
