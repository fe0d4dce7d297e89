// Calls to the node. The key, where it wants one, lives in this tab alone.

import { byId, write } from "./page.js";

const place = "neuron-actors-key";
let asking = null;

function headers(more = {}) {
  const key = sessionStorage.getItem(place);
  return key ? { ...more, Authorization: `Bearer ${key}` } : more;
}

/** Asks for the key; whoever asks while the question stands waits for the same answer. */
export function askForKey(why) {
  asking ??= new Promise(resolve => {
    const dialog = byId("key");
    write(byId("key-why"), why);
    byId("key-input").value = "";
    dialog.showModal();
    const answer = event => {
      event.preventDefault();
      const key = byId("key-input").value.trim();
      if (!key) return;
      sessionStorage.setItem(place, key);
      byId("key-input").value = "";
      byId("key-form").removeEventListener("submit", answer);
      asking = null;
      dialog.close();
      resolve();
    };
    byId("key-form").addEventListener("submit", answer);
    dialog.addEventListener("cancel", event => event.preventDefault());
  });
  return asking;
}

async function errorOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return text || `The node answered ${response.status}.`;
  }
}

/** Opens the stream of events; asks for the key until it is the right one. */
export async function open(path, signal) {
  for (;;) {
    const response = await fetch(path, { headers: headers({ Accept: "text/event-stream" }), signal, cache: "no-store" });
    if (response.ok) return response;
    const error = await errorOf(response);
    if (response.status !== 401) throw new Error(error);
    await askForKey(error);
  }
}

/** Sends a call; what it throws carries the words of the server. */
export async function post(path, body) {
  for (;;) {
    const response = await fetch(path, { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(body) });
    if (response.ok) return response;
    const error = await errorOf(response);
    if (response.status !== 401) throw new Error(error);
    await askForKey(error);
  }
}

export const repositoryPath = (model, what) => `/v2/repository/models/${encodeURIComponent(model)}/${what}`;

export const placementPath = (model, version) => `/v2/neuron/models/${encodeURIComponent(model)}/versions/${encodeURIComponent(version)}/placement`;
