// The models that serve, and those that could.

import { byId, keep, make, say, show, write } from "./page.js";
import { count, duration, ranges } from "./format.js";
import { modelPath, post } from "./api.js";

const figures = ["Requests/s", "Median", "p99", "Waiting", "In flight", "Failed"];
const sureMs = 4000;

export function updateModels(state) {
  keep(byId("models"), state.models, model => model.series, createModel, (row, model) => {
    const [head, list, button] = row.children;
    write(head.children[0], model.name);
    write(head.children[1], ` version ${model.version}`);
    write(head.children[2], whereOf(model));
    const { point, p50, p99 } = model.window;
    const oldest = model.oldest_wait >= 0.1 ? ` · ${duration(model.oldest_wait * 1000)}` : "";
    [count(point[1]), duration(p50), duration(p99), `${count(point[5])}${oldest}`, count(model.in_flight), count(model.failed)]
      .forEach((text, i) => write(list.children[i].lastElementChild, text));
    button.hidden = state.control_mode === "poll";
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
    button.setAttribute("aria-label", `${button.textContent} ${entry.name}`);
  });
}

function whereOf(model) {
  if (model.subgraphs.length === 1) return placeOf(model.subgraphs[0]);
  return model.subgraphs.map(subgraph => `${subgraph.name}: ${placeOf(subgraph)}`).join(" · ");
}

const words = { ready: "serves", loading: "is being loaded", unloading: "is being unloaded", unavailable: "not loaded" };

const stateOf = entry => (entry.state === "unavailable" && entry.reason ? entry.reason : words[entry.state] ?? entry.state);

const placeOf = subgraph => (subgraph.cores.length ? `on ${subgraph.cores.length === 1 ? "core" : "cores"} ${ranges(subgraph.cores)}` : "on no core");

function createModel(model) {
  const button = make("button", { type: "button", "aria-label": `Unload ${model.name}` }, "Unload");
  button.addEventListener("click", () => unload(button, model.name));
  return make("li", {},
    make("div", {}, make("strong"), make("small"), make("p", { className: "where" })),
    make("dl", {}, ...figures.map(name => make("div", {}, make("dt", {}, name), make("dd", {}, "–")))),
    button);
}

function createStored(entry) {
  const button = make("button", { type: "button" }, "Load");
  button.addEventListener("click", () => change(button, entry.name, "load", "Loading"));
  return make("li", {}, make("div", {}, make("strong"), make("small"), make("p", { className: "state" })), button);
}

// Unloading ends a service: the second press is the one that counts.
function unload(button, model) {
  if (button.classList.contains("sure")) {
    calm(button, model);
    change(button, model, "unload", "Unloading");
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
  write(button, "Unload");
  button.setAttribute("aria-label", `Unload ${model}`);
}

async function change(button, model, what, doing) {
  const error = byId("repository-error");
  const before = button.textContent;
  show(error, null);
  button.dataset.busy = "true";
  button.disabled = true;
  write(button, doing);
  try {
    await post(modelPath(model, what), {});
    say(`${model}: ${what} done.`);
  } catch (failure) {
    show(error, failure.message);
  } finally {
    delete button.dataset.busy;
    button.disabled = false;
    write(button, before);
  }
}
