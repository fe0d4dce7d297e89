// A move: what is to be moved, where to, and what that does to latency while it happens.

import { byId, offer, say, show, write } from "./page.js";
import { duration, ranges } from "./format.js";
import { placementPath, post } from "./api.js";
import { coresIn, placesOf, titleOf } from "./state.js";

const after = 8;

export class Mover {
  #state = null;
  #changed;
  #effect = null;

  /** @param changed is told when the cores that a move would use have changed. */
  constructor(changed) {
    this.#changed = changed;
    byId("move").addEventListener("submit", event => {
      event.preventDefault();
      this.#run(this.#cores());
    });
    byId("move-all").addEventListener("click", () => this.#run({ multicore: true }));
    for (const id of ["move-model", "move-subgraph", "move-scope", "move-start", "move-count"]) byId(id).addEventListener("input", () => this.#refresh());
  }

  /** The series of what is to be moved: a version of a model. */
  get model() {
    return byId("move-model").value;
  }

  /** The node of the pool whose own cores are meant; empty for the pool's, and outside a pool. */
  get node() {
    return this.#state?.pool ? byId("move-scope").value : "";
  }

  /** The cores as chosen; null when the numbers are no range of those that are meant. The node has the last word on them. */
  get plan() {
    const { start_nc: first, nc_count: cores } = this.#cores();
    const total = this.#state ? coresIn(this.#state, this.node).length : 0;
    return first >= 0 && cores >= 1 && first + cores <= total ? { first, last: first + cores - 1, node: this.node } : null;
  }

  /** @param node the node of the cores, in a pool. Where one node's are meant, that is the one from now on. */
  choose(first, last, isHalf, node) {
    if (this.node) byId("move-scope").value = node;
    byId("move-start").value = first;
    byId("move-count").value = last - first + 1;
    this.#refresh();
    say(isHalf ? `Core ${first}${this.#whose()} is the first. Choose the last.` : `Cores ${ranges(between(first, last))}${this.#whose()} are chosen.`);
  }

  update(state) {
    this.#state = state;
    offer(byId("move-model"), state.models.map(model => ({ value: model.series, text: titleOf(model, state) })));
    this.#offerNodes(state.pool);
    this.#refresh();
    this.#follow();
  }

  // A node that has left stays as long as it is the one that is meant: its numbers must not come to mean other cores.
  #offerNodes(pool) {
    byId("move-scope-field").hidden = !pool;
    if (!pool) return;
    const nodes = pool.nodes.map(node => ({ value: node.name, text: node.own ? `${node.name}, this node` : node.name }));
    const chosen = byId("move-scope").value;
    if (chosen && !nodes.some(node => node.value === chosen)) nodes.push({ value: chosen, text: `${chosen}, which has left the pool` });
    offer(byId("move-scope"), [{ value: "", text: "The whole pool" }, ...nodes]);
  }

  #whose() {
    return this.node && ` of ${this.node}`;
  }

  #cores() {
    return { start_nc: Number.parseInt(byId("move-start").value, 10), nc_count: Number.parseInt(byId("move-count").value, 10) };
  }

  #find(series) {
    return this.#state?.models.find(model => model.series === series);
  }

  #refresh() {
    const model = this.#find(this.model);
    const subgraphs = model?.subgraphs ?? [];
    byId("move-subgraph-field").hidden = subgraphs.length < 2;
    offer(byId("move-subgraph"), [{ value: "", text: "All" }, ...subgraphs.map(subgraph => ({ value: subgraph.name, text: subgraph.name }))]);
    const isRunning = this.#effect?.isRunning ?? false;
    byId("move-go").disabled = byId("move-all").disabled = isRunning || !model;
    const plan = this.plan;
    const now = model ? ranges(placesOf(this.#state, model, this.node)) || "no core" : "";
    const to = plan ? ranges(between(plan.first, plan.last)) : "";
    const change = plan && to !== now ? `From ${now} to ${to}${this.#whose()}` : `On ${now}${this.#whose()} now`;
    write(byId("move-plan"), model ? change : "No model is loaded, so there is nothing to move.");
    this.#changed(plan, this.model, this.node);
  }

  async #run(cores) {
    const model = this.#find(this.model);
    if (!model) return;
    const [subgraph, policy, node, whose] = [byId("move-subgraph").value, byId("move-policy").value, this.node, this.#whose()];
    const ofPool = this.#state.pool && !node;
    const body = { ...cores, ...(ofPool ? { scope: "pool", pool_version: this.#state.pool.version } : node ? { node } : {}) };
    const title = titleOf(model, this.#state);
    if (!byId("move-subgraph-field").hidden && subgraph) body.subgraph = subgraph;
    if (policy) body.policy = policy;

    const to = (cores.multicore ? "every core" : ranges(between(cores.start_nc, cores.start_nc + cores.nc_count - 1)) || "the cores named") + whose;
    const effect = { series: model.series, to, began: performance.now(), before: model.window.p99, worst: null, now: null, isRunning: true, left: after };
    const shownBefore = this.#effect;
    this.#effect = effect;
    show(byId("move-error"), null);
    this.#refresh();
    this.#draw(`Moving ${title} to ${to} …`);
    try {
      const response = await post(placementPath(model.name, model.version), body);
      const placement = await response.json();
      const took = duration(performance.now() - effect.began);
      const where = ofPool ? to : ranges(placement.subgraphs.flatMap(each => each.cores)) + whose;
      this.#draw(`${title} is on ${where}, after ${took}.`);
      say(`${title} was moved to ${where}, in ${took}.`);
    } catch (failure) {
      show(byId("move-error"), failure.message);
      this.#effect = shownBefore;
      byId("effect").hidden = shownBefore === null;
    } finally {
      effect.isRunning = false;
      this.#refresh();
    }
  }

  // Goes on for some seconds after the move: what waited meanwhile is answered then.
  #follow() {
    const effect = this.#effect;
    if (!effect || effect.left <= 0) return;
    const point = this.#state.models.find(model => model.series === effect.series)?.window.point;
    if (!point) return;
    if (!effect.isRunning) effect.left--;
    effect.now = point[4];
    if (point[4] !== null) effect.worst = Math.max(effect.worst ?? 0, point[4]);
    this.#draw();
  }

  #draw(title) {
    byId("effect").hidden = false;
    if (title) write(byId("effect-title"), title);
    write(byId("effect-before"), duration(this.#effect?.before));
    write(byId("effect-worst"), duration(this.#effect?.worst));
    write(byId("effect-now"), duration(this.#effect?.now));
  }
}

const between = (first, last) => Array.from({ length: Math.max(0, Math.min(last - first + 1, 1024)) || 0 }, (_, i) => first + i);
