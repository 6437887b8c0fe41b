/**
 * How long table, queues and files may take: they answer within milliseconds, and the SDK by itself waits for a silent
 * connection until the function is killed, with all that it has sent and not yet recorded. What takes longer is asked
 * for again, as often as the SDK does that; each of these requests may be repeated, a transaction because it keeps its
 * token. Two attempts fit into the time that a worker keeps for recording what it has sent.
 */
export const promptAnswers = {
  connectionTimeout: 3_000,
  requestTimeout: 5_000,
  /** Without it the SDK only warns. */
  throwOnRequestTimeout: true,
} as const

/** The same, and no answer that stops in its middle: for answers that are read at once. */
export const promptAndWhole = { ...promptAnswers, socketTimeout: promptAnswers.requestTimeout } as const
