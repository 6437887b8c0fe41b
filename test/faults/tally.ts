import type { FindingKind } from './verdict.ts'

/** What one run came to. */
export interface Outcome {
  readonly klass: number
  readonly name: string
  readonly faults: number
  readonly due: number
  readonly findings: Readonly<Record<FindingKind, number>>
  readonly heldByReceipt: number
  readonly heldByPerson: number
  readonly heldStill: number
  readonly repeated: number
}

const columns = [
  ['class', 6],
  ['', 46],
  ['runs', 6],
  ['faults', 8],
  ['due', 7],
  ['lost', 6],
  ['doubled', 9],
  ['stuck', 7],
  ['unexpl.', 9],
  ['held: receipt', 15],
  ['person', 8],
  ['still', 7],
  ['mails twice', 13],
] as const

/** The table of all runs, a line for each class and one for all. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const groups = [...Map.groupBy(outcomes, ({ klass }) => klass)].sort(([a], [b]) => a - b)
  const lines = groups.map(([klass, runs]) => lineOf(String(klass), runs[0]?.name ?? '', runs))
  const heads = columns.map(([name, width], index) => (index < 2 ? name.padEnd(width) : name.padStart(width)))
  return [heads.join(''), ...lines, lineOf('all', '', outcomes)].join('\n')
}

function lineOf(klass: string, name: string, runs: readonly Outcome[]): string {
  const sum = (of: (outcome: Outcome) => number) => runs.reduce((all, run) => all + of(run), 0)
  const cells = [
    klass,
    name,
    runs.length,
    sum(({ faults }) => faults),
    sum(({ due }) => due),
    sum(({ findings }) => findings.lost),
    sum(({ findings }) => findings.doubled),
    sum(({ findings }) => findings.stuck),
    sum(({ findings }) => findings.unexplained),
    sum(({ heldByReceipt }) => heldByReceipt),
    sum(({ heldByPerson }) => heldByPerson),
    sum(({ heldStill }) => heldStill),
    sum(({ repeated }) => repeated),
  ]
  return cells
    .map((cell, index) => {
      const width = columns[index]?.[1] ?? 8
      return index < 2
        ? String(cell)
            .slice(0, width - 1)
            .padEnd(width)
        : String(cell).padStart(width)
    })
    .join('')
}

/** Seeds of a class among which at least one must have been struck: a class that strikes nobody proves nothing. */
const enough = 3

/** Classes whose faults never met anything. */
export function neverStruck(outcomes: readonly Outcome[]): string[] {
  return [...Map.groupBy(outcomes, ({ klass }) => klass).values()].flatMap((runs) => {
    const struck = runs.some(({ faults }) => faults > 0)
    const [first] = runs
    return struck || runs.length < enough || first === undefined
      ? []
      : [`class ${first.klass}, ${first.name}, in ${runs.length} seeds`]
  })
}
