// The core map: a tile per NeuronCore, kept in place, so that focus stays where it is.

import { byId, keep, make, write } from "./page.js";
import { bytes, count } from "./format.js";

const signs = { ready: "●", loading: "◌", draining: "◑", unloading: "○" };
const shown = { large: 3, medium: 1, small: 3 };

export class CoreMap {
  #list = byId("tiles");
  #picked;
  #anchor = null;

  /** @param picked is told (first, last) when both ends of a range are chosen, and (first, first) after the first one. */
  constructor(picked) {
    this.#picked = picked;
    this.#list.addEventListener("click", event => {
      const tile = event.target.closest(".tile");
      if (tile) this.#pick(Number(tile.dataset.key));
    });
    this.#list.addEventListener("keydown", event => this.#key(event));
    this.#list.addEventListener("focusin", event => this.#rove(event.target.closest(".tile")));
  }

  update(state, plan, model) {
    const total = state.cores.length;
    const simple = new Set(state.models.filter(each => each.subgraphs.length === 1).map(each => `${each.name}:${each.version}`));
    const labelOf = replica => (simple.has(`${replica.model}:${replica.version}`) ? replica.model : `${replica.model} · ${replica.subgraph}`);
    const size = total <= 12 ? "large" : total <= 40 ? "medium" : "small";
    this.#list.dataset.size = size;
    keep(this.#list, state.cores, core => String(core.index), () => this.#create(), (tile, core) => draw(tile, core, size, model, labelOf));
    if (!this.#list.querySelector('[tabindex="0"]')) this.#list.firstElementChild?.setAttribute("tabindex", "0");
    this.mark(plan);
    const out = state.cores.filter(core => core.state !== "ready").length;
    const load = total ? state.cores.reduce((sum, core) => sum + core.load, 0) / total : 0;
    write(byId("map-summary"), `${total} cores${out ? `, ${out} out of service` : ""}, ${Math.round(load * 100)} % busy`);
  }

  /** Shows which cores a move would use. */
  mark(plan) {
    for (const tile of this.#list.children) {
      const index = Number(tile.dataset.key);
      const pressed = String(plan !== null && index >= plan.first && index <= plan.last);
      if (tile.getAttribute("aria-pressed") !== pressed) tile.setAttribute("aria-pressed", pressed);
    }
  }

  #create() {
    return make("button", { type: "button", className: "tile", tabIndex: -1, "aria-pressed": "false" },
      make("span", { className: "index" }, make("span"), make("span", { className: "load" })),
      make("span", { className: "fault" }),
      make("span", { className: "replicas" }));
  }

  #pick(index) {
    if (this.#anchor === null) {
      this.#anchor = index;
      this.#picked(index, index, true);
    } else {
      const [first, last] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)];
      this.#anchor = null;
      this.#picked(first, last, false);
    }
  }

  #key(event) {
    const tile = event.target.closest(".tile");
    if (!tile) return;
    if (event.key === "Escape") {
      this.#anchor = null;
      return;
    }
    const tiles = [...this.#list.children];
    const columns = getComputedStyle(this.#list).gridTemplateColumns.split(" ").length;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const at = tiles.indexOf(tile);
    const to = event.key === "Home" ? 0 : event.key === "End" ? tiles.length - 1 : event.key in steps ? at + steps[event.key] : NaN;
    if (Number.isNaN(to)) return;
    event.preventDefault();
    tiles[to]?.focus();
  }

  #rove(tile) {
    if (!tile) return;
    for (const other of this.#list.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    tile.tabIndex = 0;
  }
}

function draw(tile, core, size, model, labelOf) {
  const [index, load] = tile.firstElementChild.children;
  const isOut = core.state !== "ready";
  tile.style.setProperty("--load", isOut ? "0" : String(core.load));
  tile.dataset.state = core.state;
  tile.dataset.busy = String(core.replicas.some(replica => replica.state !== "ready"));
  tile.dataset.holds = String(core.replicas.some(replica => replica.model === model));
  write(index, String(core.index));
  write(load, isOut ? "" : `${Math.round(core.load * 100)} %`);
  const fault = tile.children[1];
  if (isOut !== fault.hasChildNodes()) fault.replaceChildren(...(isOut ? ["✕", make("span", {}, ` ${core.state}`)] : []));
  drawReplicas(tile.children[2], core.replicas, shown[size], labelOf);
  const text = nameOf(core, labelOf);
  if (tile.getAttribute("aria-label") !== text) {
    tile.setAttribute("aria-label", text);
    tile.title = detail(core);
  }
}

function drawReplicas(list, replicas, most, labelOf) {
  const wanted = replicas.map(replica => `${replica.state} ${labelOf(replica)}`).join("\n");
  if (list.dataset.now === wanted) return;
  list.dataset.now = wanted;
  const visible = replicas.length > most ? replicas.slice(0, most - (most > 1 ? 1 : 0)) : replicas;
  list.replaceChildren(...visible.map(replica =>
    make("span", { className: "replica" },
      make("span", { className: "sign", "data-state": replica.state }, signs[replica.state] ?? "?"),
      make("b", {}, labelOf(replica)))));
  if (replicas.length > visible.length) list.append(make("span", { className: "more" }, `+${replicas.length - visible.length}`));
}

function nameOf(core, labelOf) {
  const state = core.state === "ready" ? `${Math.round(core.load * 20) * 5} percent busy` : `out of service, ${core.state}`;
  const replicas = core.replicas.length
    ? core.replicas.map(replica => `${labelOf(replica)} ${replica.state === "ready" ? "serves" : replica.state}`).join(", ")
    : "empty";
  return `NeuronCore ${core.index}, ${state}, ${replicas}`;
}

function detail(core) {
  const memory = core.memory_limit ? `${bytes(core.memory_used)} of ${bytes(core.memory_limit)}` : bytes(core.memory_used);
  return [
    `NeuronCore ${core.index}, physical ${core.physical_id}`,
    core.reason,
    `${count(core.executed)} executed, ${count(core.failed)} failed`,
    `memory ${memory}`,
  ].filter(Boolean).join("\n");
}
