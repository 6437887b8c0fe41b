/**
 * How long a claim holds. Longer than the deliverer may run, so that no two workers send at once; over before the queue
 * shows a dead worker's hints again. Both are laws over the template.
 */
export const LEASE_SECONDS = 150
