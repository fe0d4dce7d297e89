// What the events say, in the form in which the parts of the page ask for it.

/** A version of a model as people call it: with its number only where there are several. */
export function titleOf(model, state) {
  return state.models.some(other => other.name === model.name && other.version !== model.version) ? `${model.name} version ${model.version}` : model.name;
}

/**
 * The cores that a move may choose from, in the order of the numbers that it takes: those of the node, or, in a pool, of all its nodes.
 * Each has its number, and a key that stays the same whatever happens to other nodes.
 */
export function coresOf(state) {
  if (!state.pool) return state.cores.map(core => ({ ...core, number: core.index, key: String(core.index) }));
  return state.pool.nodes.flatMap(node => node.cores.map(core => ({
    ...core,
    number: core.pool_index,
    key: `${node.name}/${core.index}`,
    node: node.name,
    state: node.state === "unreachable" ? node.state : core.state,
  })));
}

/** The numbers of the cores that hold a version of a model. */
export function placesOf(state, model) {
  if (!state.pool) return model.subgraphs.flatMap(subgraph => subgraph.cores);
  return coresOf(state).filter(core => core.replicas.some(replica => isOf(replica, model))).map(core => core.number);
}

export const isOf = (replica, model) => replica.model === model.name && replica.version === model.version;
