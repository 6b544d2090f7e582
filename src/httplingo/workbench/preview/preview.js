"use strict";

const find = (id) => document.getElementById(id);
const choice = {};
let before = null;
let state = null;

function make(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function showPage() {
  const query = new URLSearchParams({ ...choice, version: state.version });
  // Without an entry in the history, so that "back" leaves the preview.
  find("page").contentWindow.location.replace("/page?" + query);
}

function showChoices() {
  const form = find("choice");
  if (form.children.length) {
    showCodes();
    return;
  }
  for (const [name, values] of Object.entries(state.choices)) {
    const label = make("label", name + " ");
    const select = make("select", "", { id: name });
    for (const value of values) select.append(make("option", value, { value }));
    choice[name] = name === "code" ? "404" : values[0];
    select.value = choice[name];
    select.addEventListener("change", () => { choice[name] = select.value; showPage(); });
    label.append(select);
    form.append(label);
  }
}

// A code of the site's own may come with the next save.
function showCodes() {
  const select = find("code");
  const there = Array.from(select.options, (option) => option.value);
  if (there.join() === state.choices.code.join()) return;
  select.replaceChildren(...state.choices.code.map((value) => make("option", value, { value })));
  select.value = choice.code;
}

function choose(key) {
  const name = key.split(".")[0];
  const code = /^\dxx$/.test(name) ? name[0] + "99" : name;
  if (!state.choices.code.includes(code)) return;
  choice.code = find("code").value = code;
  const audience = key.endsWith(".description") ? "developer" : "visitor";
  choice.audience = find("audience").value = audience;
  showPage();
}

function isChosen(line) {
  if (find("only").checked && !line.findings.length && line.text) return false;
  const word = find("search").value.trim().toLowerCase();
  return !word || [line.key, line.english, line.text].join("\n").toLowerCase().includes(word);
}

function showLines() {
  const list = find("lines");
  const top = list.scrollTop;
  list.replaceChildren(...state.lines.filter(isChosen).map((line) => {
    const article = make("article", "", { class: line.state, "data-key": line.key });
    if (before && before.get(line.key) !== line.text) article.classList.add("new");
    const key = make("p", "", { class: "key" });
    key.append(make("button", line.key, { type: "button" }),
      make("span", line.state, { class: "state" }), make("span", line.reference));
    article.append(key, make("p", line.english, { class: "english", lang: "en", dir: "ltr" }),
      make("p", line.text, { class: "text", lang: state.lang, dir: state.dir }));
    if (line.note) article.append(make("p", line.note, { class: "note", dir: "auto" }));
    for (const finding of line.findings) article.append(make("p", finding, { class: "finding" }));
    article.addEventListener("click", () => choose(line.key));
    return article;
  }));
  list.scrollTop = top;
}

function showFaults() {
  const box = find("faults");
  box.hidden = !state.faults.length;
  box.replaceChildren();
  if (box.hidden) return;
  box.append(make("p", "The file cannot be read; below are the texts of the last save that could."));
  for (const { fault, source } of state.faults) {
    box.append(make("strong", fault), make("pre", source));
  }
}

async function refresh() {
  state = await (await fetch("/state")).json();
  find("locale").textContent = document.title = "Preview: " + state.locale;
  find("path").textContent = state.path;
  const done = state.lines.filter((line) => line.text).length;
  const findings = state.lines.reduce((sum, line) => sum + line.findings.length, 0);
  find("counts").textContent = `${done} of ${state.lines.length} texts, ${findings} findings`;
  showChoices();
  showFaults();
  showLines();
  showPage();
  before = new Map(state.lines.map((line) => [line.key, line.text]));
}

find("filter").addEventListener("submit", (event) => event.preventDefault());
find("filter").addEventListener("input", showLines);
new EventSource("/events").addEventListener("message", refresh);
