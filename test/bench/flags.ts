import { parseArgs } from 'node:util'
import { LocalError } from '../../local/local-error.ts'

export const parts = ['sweep', 'start', 'crash'] as const
export type Part = (typeof parts)[number]

export interface Flags {
  /** Small sizes: to see that it runs. */
  readonly quick: boolean
  readonly only: readonly Part[]
  readonly json: boolean
  /** Counts the small run and accepts it as the budget; nothing else is done. */
  readonly writeBudget: boolean
}

/** A flag that cannot be meant. */
export class FlagError extends LocalError {
  override readonly name = 'FlagError'
}

export const usage = `npm run bench [-- flags]

  --quick           small sizes; docs/performance.md stays as it is
  --only PART       sweep, start or crash; may be given twice; docs/performance.md stays as it is
  --json            print the results as one JSON object
  --write-budget    count the small run and accept it: test/bench/budget.json
  --help            this text`

/**
 * Reads the command line; undefined when help is asked for.
 * @throws FlagError
 */
export function readFlags(args: readonly string[]): Flags | undefined {
  const values = parse(args)
  if (values.help === true) return undefined
  const only = parts.filter((part) => values.only === undefined || values.only.includes(part))
  const unknown = (values.only ?? []).filter((name) => !parts.some((part) => part === name))
  if (unknown.length > 0)
    throw new FlagError(`--only: there is no part ${unknown.join()}: ${parts.join(', ')}`)
  return {
    quick: values.quick === true,
    only,
    json: values.json === true,
    writeBudget: values['write-budget'] === true,
  }
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        quick: flag,
        only: { type: 'string', multiple: true },
        json: flag,
        'write-budget': flag,
        help: flag,
      },
    }).values
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error))
  }
}
