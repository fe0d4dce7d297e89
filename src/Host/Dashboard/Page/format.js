// Numbers as people read them.

export function count(value) {
  if (value >= 1e6) return `${(value / 1e6).toFixed(value < 1e7 ? 2 : 1)} M`;
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toFixed(1);
}

/** A time in milliseconds as [number, unit]; two digits are what the node counts. */
export function time(ms) {
  if (ms === null || ms === undefined) return ["–", "ms"];
  if (ms >= 10000) return [(ms / 1000).toFixed(0), "s"];
  if (ms >= 1000) return [(ms / 1000).toFixed(1), "s"];
  if (ms >= 10) return [ms.toFixed(0), "ms"];
  if (ms >= 1) return [ms.toFixed(1), "ms"];
  return ms >= 0.1 ? [ms.toFixed(2), "ms"] : [(ms * 1000).toFixed(0), "µs"];
}

export const duration = ms => (ms === null || ms === undefined ? "–" : time(ms).join(" "));

export function bytes(value) {
  if (value < 1024) return `${value} B`;
  const power = Math.min(4, Math.floor(Math.log2(value) / 10));
  return `${(value / 1024 ** power).toFixed(value / 1024 ** power < 10 ? 1 : 0)} ${["", "KiB", "MiB", "GiB", "TiB"][power]}`;
}

/** 0, 1, 2, 5 as 0–2, 5. */
export function ranges(cores) {
  const sorted = [...new Set(cores)].sort((a, b) => a - b);
  const parts = [];
  for (let i = 0; i < sorted.length; i++) {
    const start = sorted[i];
    while (sorted[i + 1] === sorted[i] + 1) i++;
    parts.push(start === sorted[i] ? `${start}` : `${start}–${sorted[i]}`);
  }
  return parts.join(", ");
}

export const clock = at => new Date(at).toLocaleTimeString("en-GB");
