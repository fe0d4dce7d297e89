// What the events say, in the form in which the parts of the page ask for it.

/** A version of a model as people call it: with its number only where there are several. */
export function titleOf(model, state) {
  return state.models.some(other => other.name === model.name && other.version !== model.version) ? `${model.name} version ${model.version}` : model.name;
}

/**
 * The cores that a move may choose from, in the order in which they are counted: those of the node, or, in a pool, of all its nodes.
 * Each has a key that stays the same whatever happens to other nodes, and its number: over the whole pool, or, when a move is to mean one
 * node, as its node counts.
 */
export function coresOf(state, byNode = false) {
  if (!state.pool) return state.cores.map(core => ({ ...core, number: core.index, key: String(core.index) }));
  return state.pool.nodes.flatMap(node => node.cores.map(core => ({
    ...core,
    number: byNode ? core.index : core.pool_index,
    key: `${node.name}/${core.index}`,
    node: node.name,
    state: node.state === "unreachable" ? node.state : core.state,
  })));
}

/** The cores that are meant: of the whole pool without a node, which is all of them outside a pool. */
export const coresIn = (state, node) => coresOf(state, node !== "").filter(core => node === "" || core.node === node);

/** The numbers of the cores that hold a version of a model: of the pool, or of one of its nodes. */
export function placesOf(state, model, node = "") {
  if (!state.pool) return model.subgraphs.flatMap(subgraph => subgraph.cores);
  return coresIn(state, node).filter(core => core.replicas.some(replica => isOf(replica, model))).map(core => core.number);
}

export const isOf = (replica, model) => replica.model === model.name && replica.version === model.version;
