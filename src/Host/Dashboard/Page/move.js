// A move: what is to be moved, where to, and what that does to latency while it happens.

import { byId, offer, say, show, write } from "./page.js";
import { duration, ranges } from "./format.js";
import { placementPath, post } from "./api.js";
import { coresOf, placesOf, titleOf } from "./state.js";

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
    for (const id of ["move-model", "move-subgraph", "move-start", "move-count"]) byId(id).addEventListener("input", () => this.#refresh());
  }

  /** The series of what is to be moved: a version of a model. */
  get model() {
    return byId("move-model").value;
  }

  /** The cores as chosen; null when the numbers are no range of this node. The node has the last word on them. */
  get plan() {
    const { start_nc: first, nc_count: cores } = this.#cores();
    const total = this.#state ? coresOf(this.#state).length : 0;
    return first >= 0 && cores >= 1 && first + cores <= total ? { first, last: first + cores - 1 } : null;
  }

  choose(first, last, isHalf) {
    byId("move-start").value = first;
    byId("move-count").value = last - first + 1;
    this.#refresh();
    say(isHalf ? `Core ${first} is the first. Choose the last.` : `Cores ${ranges(between(first, last))} are chosen.`);
  }

  update(state) {
    this.#state = state;
    offer(byId("move-model"), state.models.map(model => ({ value: model.series, text: titleOf(model, state) })));
    this.#refresh();
    this.#follow();
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
    const now = model ? ranges(placesOf(this.#state, model)) || "no core" : "";
    const to = plan ? ranges(between(plan.first, plan.last)) : "";
    write(byId("move-plan"), !model ? "No model is loaded, so there is nothing to move." : plan && to !== now ? `From ${now} to ${to}` : `On ${now} now`);
    this.#changed(plan, this.model);
  }

  async #run(cores) {
    const model = this.#find(this.model);
    if (!model) return;
    const [subgraph, policy] = [byId("move-subgraph").value, byId("move-policy").value];
    const body = this.#state.pool ? { ...cores, scope: "pool", pool_version: this.#state.pool.version } : { ...cores };
    const title = titleOf(model, this.#state);
    if (!byId("move-subgraph-field").hidden && subgraph) body.subgraph = subgraph;
    if (policy) body.policy = policy;

    const to = cores.multicore ? "every core" : ranges(between(cores.start_nc, cores.start_nc + cores.nc_count - 1)) || "the cores named";
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
      const where = this.#state.pool ? to : ranges(placement.subgraphs.flatMap(each => each.cores));
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
