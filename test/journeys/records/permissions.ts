import { expect, it } from 'vitest'
import type { Access } from '../../../infra/function-spec.ts'
import { functionList, type FunctionName } from '../../../infra/functions.ts'
import { both, common, given } from '../../support/used-access.ts'
import type { Desk } from './desk.ts'

const nothing = given({})

const leavingLists =
  'whatever changes a vehicle plans its calls anew: under settings changed since the list was made its entry leaves it'

/** What no ordinary day needs, and why it must be there all the same. */
const rarely: Partial<Record<FunctionName, { what: Access; why: string }>> = {
  'orders-api': {
    what: { table: ['DeleteItem'] },
    why: `an order changes its vehicle's visits, and ${leavingLists}`,
  },
  'warranty-sweep': {
    what: { table: ['DeleteItem'] },
    why: 'a claim that nobody has touched goes with an order that is taken back or turns out to be paid by somebody else',
  },
  'warranty-mail-api': {
    what: { indexes: ['due'] },
    why: 'a notice of parts that is drawn up anew asks what still lies here; on these days only documents are mailed',
  },
  'notices-api': {
    what: { writesFiles: ['notices'] },
    why: 'of a mail that is let out of quarantine the files are laid out: most that are kept apart have none',
  },
  'run-import': {
    what: { sendsTo: ['imports'] },
    why: 'a file that takes longer than a function may goes on in a new message',
  },
  'renewal-sweep': {
    what: { table: ['DeleteItem'] },
    why: 'a vehicle whose policy ran out weeks ago leaves the list, or goes over to who stands in',
  },
  'messages-deliver': {
    what: { sendsTo: ['deliveries'] },
    why: 'a message that must wait some minutes, for its hour or for the provider, is queued again',
  },
  'messages-rescue': {
    what: { table: ['BatchGetItem', 'PutItem'], sendsTo: ['deliveries'] },
    why: 'deliveries whose hour has come, or whose worker died, are looked after: there are none on most days',
  },
  'messages-receipts': {
    what: { indexes: ['due'], sendsTo: ['receipts'] },
    why: 'a receipt that comes before its message was recorded waits for it, and of an SMS in doubt what is claimed is asked',
  },
}

/** What each function has asked of AWS in these days is what it was given: nothing more, and nothing less. */
export function permissionsAreExact(desk: () => Desk): void {
  const usedBy = (name: FunctionName) => desk().used().get(name) ?? nothing

  it.each(functionList)('$name has asked for nothing that it was not given', ({ name, access }) => {
    const used = usedBy(name)
    expect(used).toEqual(common(used, given(access)))
  })

  it.each(functionList)(
    '$name has used everything that it was given, but what it rarely needs',
    ({ name, access }) => {
      const rare = given(rarely[name]?.what ?? {})
      expect(common(usedBy(name), rare)).toEqual(nothing)
      expect(both(usedBy(name), rare)).toEqual(given(access))
    },
  )
}
