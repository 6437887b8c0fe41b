import { writeFile } from 'node:fs/promises'
import { format, resolveConfig } from 'prettier'
import { statesOf, targetsOf, verbsFrom, verbsOf, type Machine } from '../shared/domain/machine.ts'
import { machines } from '../shared/domain/machines.ts'

/** The document that shows all machines; a test holds it to their declarations. */
export const machinesDocument = new URL('state-machines.md', import.meta.url)

export async function drawnMachines(): Promise<string> {
  const options = await resolveConfig(machinesDocument)
  return format([preface, ...machines.map(chapterOf)].join('\n\n'), { ...options, parser: 'markdown' })
}

const preface = `# State machines

Drawn from their declarations in \`shared/domain\` by \`npm run docs:machines\`: do not edit. A transition's name is
the verb of its route; what is not drawn is refused with \`transition-refused\` and what the state allows.`

function chapterOf(machine: Machine): string {
  return [`## ${machine.name.zh} ${machine.name.en}`, diagramOf(machine), tableOf(machine)].join('\n\n')
}

function diagramOf(machine: Machine): string {
  const states = statesOf(machine)
  const lines = [
    ...states.map((state) => `state "${machine.states[state]?.zh ?? ''} ${state}" as ${state}`),
    ...machine.starts.map((state) => `[*] --> ${state}`),
    ...arrowsOf(machine),
    ...states.filter((state) => verbsFrom(machine, state).length === 0).map((state) => `${state} --> [*]`),
  ]
  return ['```mermaid', 'stateDiagram-v2', ...lines.map((line) => `    ${line}`), '```'].join('\n')
}

/** One arrow for each pair of states, with all verbs that lead along it. */
function arrowsOf(machine: Machine): string[] {
  const verbs = verbsOf(machine)
  const steps = verbs.flatMap((verb) => {
    const transition = machine.transitions[verb]
    if (transition === undefined) return []
    return transition.from.flatMap((from) =>
      targetsOf(transition, from).map((to) => ({ arrow: `${from} --> ${to}`, verb })),
    )
  })
  return [...Map.groupBy(steps, ({ arrow }) => arrow)].map(
    ([arrow, along]) => `${arrow} : ${along.map(({ verb }) => verb).join(', ')}`,
  )
}

function tableOf(machine: Machine): string {
  const rows = Object.entries(machine.transitions).map(([verb, { zh, en, from, to }]) => {
    const leads = to === undefined ? '_stays_' : typeof to === 'string' ? code(to) : to.map(code).join(' or ')
    return `| ${code(verb)} | ${zh} | ${en} | ${from.map(code).join(', ')} | ${leads} |`
  })
  return ['| verb | 中文 | what happens | from | to |', '| - | - | - | - | - |', ...rows].join('\n')
}

const code = (word: string) => `\`${word}\``

if (import.meta.main) await writeFile(machinesDocument, await drawnMachines())
