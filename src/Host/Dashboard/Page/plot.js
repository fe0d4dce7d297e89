// Latency above, on a scale of powers of ten; rate below. Marks stand where a model changed its cores.

import { byId, write } from "./page.js";
import { clock, count, duration } from "./format.js";

const spanMs = 300000;
const space = { left: 52, right: 12, top: 22, gap: 30, bottom: 24 };
const letter = 6.6;
const namespace = "http://www.w3.org/2000/svg";

export class Plot {
  #box = byId("plot");
  #read = byId("plot-read");
  #points = [];
  #marks = [];
  #at = null;
  #svg = node("svg");

  constructor() {
    this.#box.append(this.#svg);
    new ResizeObserver(() => this.#draw()).observe(this.#box);
    this.#box.addEventListener("pointermove", event => this.#point(event.clientX - this.#box.getBoundingClientRect().left));
    this.#box.addEventListener("pointerleave", () => this.#choose(null));
    this.#box.addEventListener("blur", () => this.#choose(null));
    this.#box.addEventListener("keydown", event => this.#key(event));
  }

  update(points, marks) {
    this.#points = points;
    this.#marks = marks;
    this.#draw();
  }

  #draw() {
    const [width, height] = [this.#box.clientWidth, this.#box.clientHeight];
    if (!width || !height) return;
    const end = this.#points.at(-1)?.[0] ?? 0;
    const x = at => space.left + (1 - (end - at) / spanMs) * (width - space.left - space.right);
    const inner = height - space.top - space.gap - space.bottom;
    const upper = { top: space.top, bottom: space.top + inner * 0.64 };
    const lower = { top: upper.bottom + space.gap, bottom: height - space.bottom };

    const parts = [
      ...this.#time(x, lower.bottom, width, height),
      ...this.#changes(x, end, upper.top, lower.bottom),
      ...this.#latency(x, upper, width),
      ...this.#rate(x, lower, width),
    ];
    const chosen = this.#at === null ? undefined : this.#points.findLast(point => point[0] <= this.#at);
    if (chosen) parts.push(node("line", { class: "cross", x1: x(chosen[0]), x2: x(chosen[0]), y1: upper.top, y2: lower.bottom }));
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#svg.replaceChildren(...parts);
    const point = chosen ?? this.#points.at(-1);
    if (!point) {
      write(this.#read, "");
      return;
    }
    const text = `${clock(point[0])}: median ${duration(point[3])}, p99 ${duration(point[4])}, ${count(point[1])} requests/s, ${count(point[5])} waiting`;
    write(this.#read, text);
    this.#box.setAttribute("aria-label", `Latency and rate of the last five minutes. ${text}`);
  }

  #time(x, bottom, width, height) {
    const end = this.#points.at(-1)?.[0] ?? 0;
    const every = width < 480 ? 120 : 60;
    const parts = [];
    for (let back = 0; back <= 300; back += every) {
      const at = x(end - back * 1000);
      const anchor = back === 0 ? "end" : back === 300 ? "start" : "middle";
      parts.push(text(at, height - 6, back === 0 ? "now" : `−${back / 60} min`, "", anchor));
    }
    parts.push(node("line", { class: "grid", x1: space.left, x2: width - space.right, y1: bottom, y2: bottom }));
    return parts;
  }

  #changes(x, end, top, bottom) {
    const parts = [];
    let free = Infinity;
    // The newest first: where there is no room for two texts, it is the one that is wanted.
    for (const mark of this.#marks.toReversed()) {
      if (mark.at < end - spanMs) continue;
      const [from, to] = [x(mark.at), x(mark.until ?? end)];
      if (to > from) parts.push(node("rect", { class: "band", x: from, y: top, width: to - from, height: bottom - top }));
      parts.push(node("line", { class: "mark", x1: from, x2: from, y1: top - 4, y2: bottom }));
      const words = `${mark.title} → ${mark.to || "…"}`;
      const room = words.length * letter;
      const left = from + room > this.#box.clientWidth ? from - 4 - room : from + 4;
      if (left + room > free) continue;
      free = left - 8;
      parts.push(text(left, top - 8, words, "mark-text"));
    }
    return parts;
  }

  #latency(x, { top, bottom }, width) {
    const values = this.#points.flatMap(point => [point[3], point[4]]).filter(value => value > 0);
    const least = values.length ? Math.floor(Math.log10(Math.min(...values))) : 0;
    const most = values.length ? Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values) * 1.05))) : 1;
    const y = value => bottom - ((Math.log10(value) - least) / (most - least)) * (bottom - top);
    const parts = values.length ? [] : [text((space.left + width - space.right) / 2, (top + bottom) / 2, "No request was answered in this time.", "", "middle")];
    for (let power = least; power <= most; power++) {
      parts.push(node("line", { class: "grid", x1: space.left, x2: width - space.right, y1: y(10 ** power), y2: y(10 ** power) }));
      parts.push(text(space.left - 8, y(10 ** power) + 4, axis(10 ** power), "", "end"));
    }
    parts.push(line(this.#points, x, point => (point[4] > 0 ? y(point[4]) : null), "p99"), line(this.#points, x, point => (point[3] > 0 ? y(point[3]) : null), "p50"));
    return parts;
  }

  #rate(x, { top, bottom }, width) {
    const most = nice(Math.max(1, ...this.#points.map(point => point[1])));
    const y = value => bottom - (value / most) * (bottom - top);
    const parts = [
      node("line", { class: "grid", x1: space.left, x2: width - space.right, y1: top, y2: top }),
      text(space.left - 8, top + 4, count(most), "", "end"),
      text(space.left - 8, bottom + 4, "0", "", "end"),
      text(space.left, top - 8, "requests/s", "name"),
    ];
    const path = line(this.#points, x, point => y(point[1]), "rate");
    if (this.#points.length > 1) {
      const area = `${path.getAttribute("d")}L${x(this.#points.at(-1)[0]).toFixed(1)},${bottom}L${x(this.#points[0][0]).toFixed(1)},${bottom}Z`;
      parts.push(node("path", { class: "area", d: area }));
    }
    parts.push(path);
    return parts;
  }

  #point(px) {
    const end = this.#points.at(-1)?.[0];
    if (end === undefined) return;
    const part = (px - space.left) / (this.#box.clientWidth - space.left - space.right);
    this.#choose(end - (1 - Math.min(1, Math.max(0, part))) * spanMs);
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -30, PageDown: 30 }[event.key];
    if (!step || !this.#points.length) return;
    event.preventDefault();
    this.#read.setAttribute("aria-live", "polite");
    const now = this.#at === null ? this.#points.length - 1 : this.#points.findLastIndex(point => point[0] <= this.#at);
    this.#choose(this.#points[Math.min(this.#points.length - 1, Math.max(0, now + step))][0]);
  }

  #choose(at) {
    if (at === null) this.#read.setAttribute("aria-live", "off");
    this.#at = at;
    this.#draw();
  }
}

// A hole where there is nothing to show, and no line across it.
function line(points, x, y, name) {
  let path = "";
  let isOpen = false;
  let last = -Infinity;
  for (const point of points) {
    const value = y(point);
    if (value === null) {
      isOpen = false;
      continue;
    }
    const at = `${x(point[0]).toFixed(1)},${value.toFixed(1)}`;
    path += isOpen && point[0] - last < 5000 ? `L${at}` : `M${at}h0.01`;
    isOpen = true;
    last = point[0];
  }
  return node("path", { class: name, d: path });
}

function axis(ms) {
  if (ms >= 1000) return `${ms / 1000} s`;
  return ms >= 1 ? `${ms} ms` : `${Math.round(ms * 1000)} µs`;
}

function nice(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find(step => step * power >= value) * power;
}

function node(name, attributes = {}) {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function text(x, y, words, name, anchor = "start") {
  const element = node("text", { x, y, "text-anchor": anchor, class: name });
  element.textContent = words;
  return element;
}
