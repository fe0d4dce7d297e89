// The core map: a tile per NeuronCore, kept in place, so that focus stays where it is. In a pool, the tiles of a node stand below its name.

import { byId, keep, make, write } from "./page.js";
import { bytes, clock, count } from "./format.js";
import { coresOf, isOf } from "./state.js";

const signs = { ready: "●", loading: "◌", draining: "◑", unloading: "○" };
const shown = { large: 3, medium: 2, small: 3 };

export class CoreMap {
  #list = byId("tiles");
  #picked;
  #anchor = null;
  #node = "";

  /** @param picked is told (first, last) when both ends of a range are chosen, and (first, first) after the first one, each with whether that is half of it and their node. */
  constructor(picked) {
    this.#picked = picked;
    this.#list.addEventListener("click", event => {
      const tile = event.target.closest(".tile");
      if (tile) this.#pick(Number(tile.dataset.number), tile.dataset.node);
    });
    this.#list.addEventListener("keydown", event => this.#key(event));
    this.#list.addEventListener("focusin", event => this.#rove(event.target.closest(".tile")));
  }

  /** @param node the node of the pool whose own numbers count; empty where the pool's do. */
  update(state, plan, model, node) {
    if ((this.#node === "") !== (node === "")) this.#anchor = null;
    this.#node = node;
    const cores = coresOf(state, node !== "");
    const total = cores.length;
    const chosen = state.models.find(each => each.series === model);
    const parts = new Map();
    for (const replica of cores.flatMap(core => core.replicas)) {
      const key = `${replica.model}:${replica.version}`;
      parts.set(key, (parts.get(key) ?? new Set()).add(replica.subgraph));
    }
    const labelOf = replica => (parts.get(`${replica.model}:${replica.version}`)?.size > 1 ? `${replica.model} · ${replica.subgraph}` : replica.model);
    const size = total <= 12 ? "large" : total <= 40 ? "medium" : "small";
    this.#list.dataset.size = size;
    keep(this.#list, state.pool ? withNodes(state, cores) : cores, item => item.key, item => (item.isNode ? createNode() : this.#create()),
      (element, item) => (item.isNode ? drawNode(element, item) : draw(element, item, size, chosen, labelOf)));
    if (!this.#list.querySelector('.tile[tabindex="0"]')) this.#list.querySelector(".tile")?.setAttribute("tabindex", "0");
    this.mark(plan);
    const out = cores.filter(core => core.state !== "ready").length;
    const known = cores.filter(core => core.load !== null);
    const load = known.length ? known.reduce((sum, core) => sum + core.load, 0) / known.length : 0;
    const where = state.pool ? ` on ${state.pool.nodes.length} ${state.pool.nodes.length === 1 ? "node" : "nodes"}` : "";
    write(byId("map-summary"), `${total} ${total === 1 ? "core" : "cores"}${where}${out ? `, ${out} out of service` : ""}, ${Math.round(load * 100)} % busy${state.pool ? ` on ${state.node}` : ""}`);
    byId("map-none").hidden = total > 0;
    byId("map-hint").hidden = total === 0;
  }

  /** Shows which cores a move would use. */
  mark(plan) {
    for (const tile of this.#list.querySelectorAll(".tile")) {
      const number = Number(tile.dataset.number);
      const pressed = String(plan !== null && (plan.node === "" || plan.node === tile.dataset.node) && number >= plan.first && number <= plan.last);
      if (tile.getAttribute("aria-pressed") !== pressed) tile.setAttribute("aria-pressed", pressed);
    }
  }

  #create() {
    return make("button", { type: "button", className: "tile", tabIndex: -1, "aria-pressed": "false" },
      make("span", { className: "index" }, make("span"), make("span", { className: "load" })),
      make("span", { className: "fault" }),
      make("span", { className: "replicas" }));
  }

  // Where a node's own numbers count, both ends are of one node: a core of another begins anew.
  #pick(number, node) {
    if (this.#anchor === null || (this.#node !== "" && this.#anchor.node !== node)) {
      this.#anchor = { number, node };
      this.#picked(number, number, true, node);
    } else {
      const [first, last] = [Math.min(this.#anchor.number, number), Math.max(this.#anchor.number, number)];
      this.#anchor = null;
      this.#picked(first, last, false, node);
    }
  }

  #key(event) {
    const tile = event.target.closest(".tile");
    if (!tile) return;
    if (event.key === "Escape") {
      this.#anchor = null;
      return;
    }
    const tiles = [...this.#list.querySelectorAll(".tile")];
    const at = tiles.indexOf(tile);
    const goals = {
      Home: () => tiles[0],
      End: () => tiles.at(-1),
      ArrowLeft: () => tiles[at - 1],
      ArrowRight: () => tiles[at + 1],
      ArrowUp: () => beside(tile, tiles.slice(0, at).reverse()),
      ArrowDown: () => beside(tile, tiles.slice(at + 1)),
    };
    if (!(event.key in goals)) return;
    event.preventDefault();
    goals[event.key]()?.focus();
  }

  #rove(tile) {
    if (!tile) return;
    for (const other of this.#list.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    tile.tabIndex = 0;
  }
}

// The nearest tile of the next row that there is; rows need not be of one length.
function beside(tile, others) {
  const next = others.find(other => other.offsetTop !== tile.offsetTop);
  if (!next) return undefined;
  const row = others.filter(other => other.offsetTop === next.offsetTop);
  return row.reduce((best, other) => (Math.abs(other.offsetLeft - tile.offsetLeft) < Math.abs(best.offsetLeft - tile.offsetLeft) ? other : best));
}

// The tiles with the nodes before them, and behind all those that have left the pool a short time ago.
function withNodes(state, cores) {
  const items = state.pool.nodes.flatMap(node => [{ ...node, isNode: true, key: `node ${node.name}` }, ...cores.filter(core => core.node === node.name)]);
  return [...items, ...state.pool.lost.map(node => ({ ...node, isNode: true, key: `lost ${node.name}`, state: "lost", cores: [] }))];
}

const nodeWords = { up: "", draining: "is on its way down", leaving: "is leaving the pool", unreachable: "cannot be reached", lost: "has left the pool" };

function createNode() {
  return make("h3", { className: "node" }, make("span"), make("small"), make("span", { className: "badge" }));
}

function drawNode(head, node) {
  const [name, about, badge] = head.children;
  head.dataset.state = node.state;
  write(name, node.name);
  const rate = node.cores.reduce((sum, core) => sum + core.rate, 0);
  const counted = `${node.cores.length} ${node.cores.length === 1 ? "core" : "cores"}, ${count(rate)} executed/s`;
  write(about, node.state === "lost" ? `at ${clock(node.at)}` : node.own ? `this node · ${counted}` : counted);
  badge.hidden = !nodeWords[node.state];
  badge.dataset.tone = node.state === "unreachable" || node.state === "lost" ? "bad" : "wait";
  write(badge, nodeWords[node.state] ?? node.state);
}

function draw(tile, core, size, chosen, labelOf) {
  const [index, load] = tile.firstElementChild.children;
  const isOut = core.state !== "ready";
  tile.dataset.number = String(core.number);
  tile.dataset.node = core.node ?? "";
  tile.style.setProperty("--load", isOut ? "0" : String(core.load ?? 0));
  tile.dataset.state = core.state;
  tile.dataset.busy = String(core.replicas.some(replica => replica.state !== "ready"));
  tile.dataset.holds = String(chosen !== undefined && core.replicas.some(replica => isOf(replica, chosen)));
  write(index, String(core.number));
  write(load, isOut ? "" : core.load === null ? `${count(core.rate)}/s` : `${Math.round(core.load * 100)} %`);
  const fault = tile.children[1];
  if (isOut !== fault.hasChildNodes()) fault.replaceChildren(...(isOut ? ["✕", make("span", {}, ` ${core.state}`)] : []));
  // Where there is no room for all, the one that is chosen is among those that are shown.
  const replicas = chosen ? core.replicas.toSorted((a, b) => isOf(b, chosen) - isOf(a, chosen)) : core.replicas;
  drawReplicas(tile.children[2], replicas, shown[size], labelOf);
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
  const visible = replicas.length > most ? replicas.slice(0, most - 1) : replicas;
  list.replaceChildren(...visible.map(replica =>
    make("span", { className: "replica" },
      make("span", { className: "sign", "data-state": replica.state }, signs[replica.state] ?? "?"),
      make("b", {}, labelOf(replica)))));
  if (replicas.length > visible.length) list.append(make("span", { className: "more" }, `+${replicas.length - visible.length}`));
}

function nameOf(core, labelOf) {
  const work = core.load === null ? (core.rate > 0 ? "at work" : "idle") : `${Math.round(core.load * 20) * 5} percent busy`;
  const state = core.state === "ready" ? work : `out of service, ${core.state}`;
  const replicas = core.replicas.length
    ? core.replicas.map(replica => `${labelOf(replica)} ${replica.state === "ready" ? "serves" : replica.state}`).join(", ")
    : "empty";
  return `NeuronCore ${titleOf(core)}, ${state}, ${replicas}`;
}

function detail(core) {
  const memory = core.memory_limit ? `${bytes(core.memory_used)} of ${bytes(core.memory_limit)}` : bytes(core.memory_used);
  return [
    `NeuronCore ${titleOf(core)}, physical ${core.physical_id}`,
    core.reason,
    `${count(core.executed)} executed, ${count(core.failed)} failed`,
    `memory ${memory}`,
  ].filter(Boolean).join("\n");
}

const titleOf = core => (core.node ? `${core.pool_index} of the pool, core ${core.index} of ${core.node}` : String(core.number));
