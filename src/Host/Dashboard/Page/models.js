// The models that serve, and those that could.

import { byId, keep, make, say, show, write } from "./page.js";
import { count, duration, ranges } from "./format.js";
import { post, repositoryPath } from "./api.js";
import { placesOf, titleOf } from "./state.js";

const figures = ["Requests/s", "Median", "p99", "Waiting", "In flight", "Failed"];
const sureMs = 4000;
const stored = new Map();
const unloads = new Map();

export function updateModels(state) {
  keep(byId("models"), state.models, model => model.series, createModel, (row, model) => {
    const [head, list, button] = row.children;
    write(head.children[0], model.name);
    write(head.children[1], ` version ${model.version}`);
    write(head.children[2], whereOf(model, state));
    const { point, p50, p99 } = model.window;
    const oldest = model.oldest_wait >= 0.1 ? ` · ${duration(model.oldest_wait * 1000)}` : "";
    [count(point[1]), duration(p50), duration(p99), `${count(point[5])}${oldest}`, count(model.in_flight), count(model.failed)]
      .forEach((text, i) => write(list.children[i].lastElementChild, text));
    button.hidden = state.control_mode === "poll";
    unloads.set(model.name, state.pool ? { parameters: { scope: "pool" } } : {});
    button.dataset.what = titleOf(model, state) === model.name ? "Unload" : "Unload all";
    if (!button.classList.contains("sure") && button.dataset.busy !== "true") rest(button, model.name);
  });
  byId("models-none").hidden = state.models.length > 0;
}

export function updateRepository(state) {
  const byPolling = state.control_mode === "poll";
  write(byId("repository-mode"), byPolling ? "the folders decide what is loaded" : "");
  keep(byId("repository"), state.repository, entry => `${entry.name}:${entry.version}`, createStored, (row, entry) => {
    const [head, button] = row.children;
    write(head.children[0], entry.name);
    write(head.children[1], entry.version ? ` version ${entry.version}` : "");
    write(head.children[2], stateOf(entry));
    button.hidden = byPolling;
    button.disabled = button.dataset.busy === "true" || entry.state === "loading" || entry.state === "unloading";
    if (button.dataset.busy !== "true") write(button, entry.state === "ready" ? "Load anew" : "Load");
    button.setAttribute("aria-label", `${button.textContent} ${entry.name}${entry.version ? ` version ${entry.version}` : ""}`);
    row.dataset.state = entry.state;
    stored.set(`${entry.name}:${entry.version}`, bodyOf(entry, state));
  });
  byId("repository-none").hidden = state.repository.length > 0;
}

// A load decides which versions serve afterwards. So that one that is asked for does not end the others, they are named beside it.
function bodyOf(entry, state) {
  const serving = state.models.filter(model => model.name === entry.name).map(model => model.version);
  if (!entry.version || entry.state === "ready" || serving.length === 0) return {};
  const versions = [...serving, entry.version].map(Number);
  return { parameters: { config: JSON.stringify({ version_policy: { specific: { versions } } }) } };
}

function whereOf(model, state) {
  if (state.pool) return placeOf({ cores: placesOf(state, model) }, "pool ");
  if (model.subgraphs.length === 1) return placeOf(model.subgraphs[0]);
  return model.subgraphs.map(subgraph => `${subgraph.name}: ${placeOf(subgraph)}`).join(" · ");
}

const words = { ready: "serves", loading: "is being loaded", unloading: "is being unloaded", unavailable: "not loaded" };

const stateOf = entry => (entry.state === "unavailable" && entry.reason ? entry.reason : words[entry.state] ?? entry.state);

const placeOf = (subgraph, whose = "") => (subgraph.cores.length ? `on ${whose}${subgraph.cores.length === 1 ? "core" : "cores"} ${ranges(subgraph.cores)}` : "on no core");

function createModel(model) {
  const button = make("button", { type: "button" }, "Unload");
  button.addEventListener("click", () => unload(button, model.name));
  return make("li", {},
    make("div", {}, make("strong"), make("small"), make("p", { className: "where" })),
    make("dl", {}, ...figures.map(name => make("div", {}, make("dt", {}, name), make("dd", {}, "–")))),
    button);
}

function createStored(entry) {
  const button = make("button", { type: "button" }, "Load");
  button.addEventListener("click", () => change(button, entry.name, "load", "Loading", stored.get(`${entry.name}:${entry.version}`)));
  return make("li", {}, make("div", {}, make("strong"), make("small"), make("p", { className: "state" })), button);
}

// Unloading ends a service: the second press is the one that counts.
function unload(button, model) {
  if (button.classList.contains("sure")) {
    calm(button, model);
    change(button, model, "unload", "Unloading", unloads.get(model));
    return;
  }
  button.classList.add("sure");
  write(button, "Really?");
  button.setAttribute("aria-label", `Really unload ${model}? Press again.`);
  setTimeout(() => calm(button, model), sureMs);
}

function calm(button, model) {
  if (!button.classList.contains("sure")) return;
  button.classList.remove("sure");
  rest(button, model);
}

function rest(button, model) {
  write(button, button.dataset.what);
  const label = button.dataset.what === "Unload" ? `Unload ${model}` : `Unload all versions of ${model}`;
  if (button.getAttribute("aria-label") !== label) button.setAttribute("aria-label", label);
}

async function change(button, model, what, doing, body = {}) {
  const error = byId("repository-error");
  const before = button.textContent;
  show(error, null);
  button.dataset.busy = "true";
  button.disabled = true;
  write(button, doing);
  try {
    await post(repositoryPath(model, what), body);
    say(`${model}: ${what} done.`);
  } catch (failure) {
    show(error, failure.message);
  } finally {
    delete button.dataset.busy;
    button.disabled = false;
    write(button, before);
  }
}
