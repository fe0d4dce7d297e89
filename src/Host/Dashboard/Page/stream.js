// The events of the node, for as long as the page is open: a lost connection is shown and tried again.

import { open } from "./api.js";

const quietMs = 6000;
const firstWaitMs = 1000;
const mostWaitMs = 8000;

/** Reads the events and gives each to take(name, data); tells link(state, text) how the connection is. */
export async function follow(path, take, link) {
  let wait = firstWaitMs;
  for (;;) {
    const end = new AbortController();
    let quiet = 0;
    try {
      const response = await open(path, end.signal);
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      let text = "";
      for (;;) {
        clearTimeout(quiet);
        quiet = setTimeout(() => end.abort(), quietMs);
        const { done, value } = await reader.read();
        if (done) break;
        text += decoder.decode(value, { stream: true });
        for (let at = text.indexOf("\n\n"); at >= 0; at = text.indexOf("\n\n")) {
          event(text.slice(0, at), take);
          text = text.slice(at + 2);
          link("good", "Live");
          wait = firstWaitMs;
        }
      }
      link("wait", "Reconnecting", "The node closed the connection.");
    } catch (error) {
      link("bad", "Connection lost", error instanceof TypeError || error.name === "AbortError" ? "The node does not answer." : error.message);
    } finally {
      clearTimeout(quiet);
    }
    await new Promise(resolve => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, mostWaitMs);
  }
}

function event(block, take) {
  let name = "message";
  let data = "";
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7);
    else if (line.startsWith("data: ")) data += line.slice(6);
  }
  if (data) take(name, JSON.parse(data));
}
