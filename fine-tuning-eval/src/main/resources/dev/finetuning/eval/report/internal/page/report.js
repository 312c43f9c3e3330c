"use strict";
(() => {
  const data = document.getElementById("cases-data");
  if (!data) return;
  const cases = JSON.parse(data.textContent);
  const template = document.getElementById("case-template").content.firstElementChild;
  const list = document.getElementById("cases-list");
  const form = document.getElementById("cases-filter");
  const previous = document.getElementById("cases-previous");
  const next = document.getElementById("cases-next");
  const PAGE = 25;
  const MOST_CELLS = 200000;
  const ATTENTION = ["Regressed", "Failed", "Errors", "Not scored", "Still failing", "Fixed"];
  let shown = cases;
  let page = 0;

  const score = (c) => c.answers[0].score;
  const searchable = (c) => [c.id, c.input, c.expected, ...c.answers.map((a) => a.text || a.error || "")].join("\n").toLowerCase();

  // sorting is stable, so that equals stay in the order of the test
  function attention(c) {
    const place = ATTENTION.indexOf(c.list);
    return place < 0 ? ATTENTION.length : place;
  }

  function filter() {
    const wanted = new FormData(form);
    const low = parseFloat(wanted.get("low")) || 0;
    const high = wanted.get("high") === "" ? 1 : parseFloat(wanted.get("high"));
    const text = wanted.get("text").trim().toLowerCase();
    shown = cases.filter((c) =>
      (!wanted.get("list") || c.list === wanted.get("list")) &&
      (!wanted.get("slice") || c.slice === wanted.get("slice")) &&
      (score(c) === undefined ? low <= 0 && high >= 1 : score(c) >= low && score(c) <= high) &&
      (!text || searchable(c).includes(text)));
    if (wanted.get("order") === "attention") shown.sort((a, b) => attention(a) - attention(b));
    if (wanted.get("order") === "worst") shown.sort((a, b) => (score(a) ?? -1) - (score(b) ?? -1));
    if (wanted.get("order") === "slowest") shown.sort((a, b) => (b.answers[0].ms ?? -1) - (a.answers[0].ms ?? -1));
    page = 0;
    render();
  }

  function render() {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    const from = page * PAGE;
    const marks = { missing: [], added: [] };
    const visible = shown.slice(from, from + PAGE).map((c) => card(c, marks));
    list.replaceChildren(...visible);
    list.querySelectorAll(".text").forEach((text) => { if (text.scrollHeight > text.clientHeight) text.tabIndex = 0; });
    highlight(marks);
    document.getElementById("cases-count").textContent =
      shown.length.toLocaleString("en") + " of " + cases.length.toLocaleString("en") + " cases";
    document.getElementById("cases-page").textContent = "Page " + (page + 1) + " of " + pages;
    previous.disabled = page === 0;
    next.disabled = page + 1 >= pages;
  }

  function card(c, marks) {
    const node = template.cloneNode(true);
    node.querySelector(".case-id").textContent = c.id;
    const chip = node.querySelector(".chip.list");
    chip.textContent = c.list;
    if (["Regressed", "Failed", "Still failing", "Not scored", "Errors"].includes(c.list)) chip.classList.add("is-bad");
    if (["Fixed", "Passed"].includes(c.list)) chip.classList.add("is-good");
    node.querySelector(".chip.slice").textContent = c.slice;
    put(node.querySelector(".text.input"), c.input);
    const expected = node.querySelector(".text.expected");
    put(expected, c.expected);
    node.querySelectorAll(".answer").forEach((box, i) => {
      const answer = c.answers[i];
      const actual = box.querySelector(".text.actual");
      put(actual, answer.error === undefined ? answer.text : answer.error);
      box.querySelector(".figures").textContent = answer.figures || "";
      if (answer.error !== undefined) actual.classList.add("is-error");
      else if (c.expected !== "") mark(expected, c.expected, actual, answer.text, i === 0, marks);
    });
    return node;
  }

  // always exactly one text node, so that marks are ranges and never elements
  function put(element, text) {
    element.replaceChildren(document.createTextNode(text));
  }

  function words(text) {
    const found = [];
    for (const match of text.matchAll(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu)) found.push(match[0]);
    return found;
  }

  function mark(left, leftText, right, rightText, markLeft, marks) {
    const a = words(leftText);
    const b = words(rightText);
    const kept = common(a, b);
    if (markLeft) ranges(left, a, kept.left, marks.missing);
    ranges(right, b, kept.right, marks.added);
  }

  // longest common subsequence of words, after common ends are set aside
  function common(a, b) {
    const left = new Array(a.length).fill(false);
    const right = new Array(b.length).fill(false);
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) left[start] = right[start++] = true;
    let endA = a.length;
    let endB = b.length;
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) left[--endA] = right[--endB] = true;
    const n = endA - start;
    const m = endB - start;
    if (n * m === 0 || n * m > MOST_CELLS) return { left, right };
    const length = Array.from({ length: n + 1 }, () => new Uint32Array(m + 1));
    for (let i = n - 1; i >= 0; i--)
      for (let j = m - 1; j >= 0; j--)
        length[i][j] = a[start + i] === b[start + j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    for (let i = 0, j = 0; i < n && j < m; ) {
      if (a[start + i] === b[start + j]) left[start + i++] = right[start + j++] = true;
      else if (length[i + 1][j] >= length[i][j + 1]) i++;
      else j++;
    }
    return { left, right };
  }

  function ranges(element, parts, kept, marks) {
    const node = element.firstChild;
    let at = 0;
    let from = -1;
    for (let i = 0; i <= parts.length; i++) {
      if (i < parts.length && !kept[i]) {
        if (from < 0) from = at;
      } else if (from >= 0) {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, at);
        marks.push(range);
        from = -1;
      }
      if (i < parts.length) at += parts[i].length;
    }
  }

  function highlight(marks) {
    if (!window.Highlight || !CSS.highlights) return;
    for (const [name, found] of Object.entries(marks)) CSS.highlights.set(name, new Highlight(...found));
  }

  function turn(by) {
    page += by;
    render();
    document.getElementById("cases").scrollIntoView({ block: "start" });
  }

  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  filter();
})();
