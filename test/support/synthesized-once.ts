import { synthesize } from '../../local/synthesize.ts'

/** Journeys run on the synthesized app: made once, before the first of them. */
export default async function setup(): Promise<void> {
  await synthesize()
}
