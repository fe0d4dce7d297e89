// Puts the parts together: events come in, the parts draw themselves.

import { byId, offer, say, show, write } from "./page.js";
import { count, time } from "./format.js";
import { follow } from "./stream.js";
import { CoreMap } from "./cores.js";
import { Mover } from "./move.js";
import { Plot } from "./plot.js";
import { titleOf } from "./state.js";
import { updateModels, updateRepository } from "./models.js";

const kept = 300;
const series = new Map();
const plot = new Plot();
let state = null;
let linkText = "";

const mover = new Mover((plan, model, node) => state && map.update(state, plan, model, node));
const map = new CoreMap((first, last, isHalf, node) => mover.choose(first, last, isHalf, node));

byId("trend-series").addEventListener("input", drawPlot);
follow("/v2/neuron/events", take, link);

function take(name, data) {
  if (name === "history") {
    series.clear();
    for (const [key, points] of Object.entries(data.series)) series.set(key, points);
  } else if (name === "state") {
    state = data;
    add("", data.total.point);
    for (const model of data.models) add(model.series, model.window.point);
    draw();
  }
}

function add(key, point) {
  const points = series.get(key) ?? [];
  if (points.length && points.at(-1)[0] >= point[0]) return;
  points.push(point);
  if (points.length > kept) points.shift();
  series.set(key, points);
}

function draw() {
  document.title = `${state.node} · NeuronActors`;
  write(byId("node"), state.node);
  write(byId("about"), `NeuronActors ${state.version} · ${state.description}`);
  badge(byId("ready"), state.ready ? "good" : "bad", state.ready ? "Ready" : `Not ready: ${state.reason}`);
  const { point, p50, p99 } = state.total;
  write(byId("total-rate"), count(point[1]));
  write(byId("total-failures"), count(point[2]));
  write(byId("total-waiting"), count(point[5]));
  for (const [id, value] of [["total-p50", p50], ["total-p99", p99]]) {
    const [number, unit] = time(value);
    write(byId(id), number);
    write(byId(`${id}-unit`), unit);
  }
  mover.update(state);
  updateModels(state);
  updateRepository(state);
  offer(byId("trend-series"), [{ value: "", text: "All models" }, ...state.models.map(model => ({ value: model.series, text: titleOf(model, state) }))]);
  write(byId("models-about"), state.pool ? `requests that ${state.node} took · percentiles of the last ten seconds` : "percentiles of the last ten seconds");
  drawPlot();
}

function drawPlot() {
  const key = byId("trend-series").value;
  const marks = (state?.marks ?? []).filter(mark => key === "" || `${mark.model}:${mark.version}` === key);
  plot.update(series.get(key) ?? [], marks.map(mark => ({ ...mark, title: titleOf({ name: mark.model, version: mark.version }, state) })));
}

function link(tone, text, why) {
  badge(byId("link"), tone, text);
  show(byId("trouble"), tone === "good" ? null : `${why} What you see is from before; trying again.`);
  if (text !== linkText) say(text);
  linkText = text;
  document.body.dataset.link = tone;
}

function badge(element, tone, text) {
  element.dataset.tone = tone;
  write(element, text);
}
