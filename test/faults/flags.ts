import { parseArgs } from 'node:util'
import * as z from 'zod'
import { faultClasses } from './fault-classes.ts'

const count = z.coerce.number().int().nonnegative()

const Flags = z.object({
  seeds: count.default(200),
  from: count.default(0),
  class: count
    .refine((number) => faultClasses.some((klass) => klass.number === number), {
      error: `is one of ${faultClasses.map(({ number }) => number).join(', ')}`,
    })
    .optional(),
  points: z.enum(['all', 'none', 'only']).optional(),
  json: z.boolean().default(false),
  story: z.boolean().default(false),
})
export type Flags = z.infer<typeof Flags>

export const usage = `npm run faults -- [--seeds N] [--from SEED] [--class K] [--points all|none|only] [--json] [--story]

  --seeds N     runs N seeds (200); seeds go round the classes
  --from SEED   the first seed (0)
  --class K     every seed in this class of faults
  --points …    crash points: all of them after the seeds, none, or only them; none where a class is given
  --json        one JSON object instead of the table
  --story       all that is known of each run, not only of those that failed

  The classes: ${faultClasses.map(({ number, name }) => `${number} ${name}`).join('; ')}
`

/** @throws Error whose message is a sentence for who typed the command */
export function readFlags(args: readonly string[]): Flags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      from: { type: 'string' },
      class: { type: 'string' },
      points: { type: 'string' },
      json: { type: 'boolean' },
      story: { type: 'boolean' },
    },
  })
  const parsed = Flags.safeParse(values)
  if (parsed.success) return parsed.data
  throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('; '))
}
