import { accountFaults } from './accounts.ts'
import { expectedOf, meaningOf } from './expected.ts'
import { wronglyGivenUp, wrongGraves } from './given-up.ts'
import { historyOf, providersName } from './history.ts'
import type { Run } from './run.ts'
import { judge, type Finding, type Verdict } from './verdict.ts'

/** Everything that may be wrong with a run that is over. */
export async function examine(run: Run): Promise<Verdict & { readonly expected: number }> {
  const history = await historyOf(run)
  const expected = expectedOf(run.houses, run.fired, run.seededAt)
  const verdict = judge(expected, history)
  const others = [
    ...run.unlisted.map((messageId) => `${messageId} is held, and stands on no list`),
    ...wronglyGivenUp(run),
    ...missedAccounts(run),
    ...accountFaults(run, expected, history),
    ...(await wrongGraves(run)),
    ...((await run.plan.check?.(run)) ?? []),
  ]
  const findings = [...verdict.findings, ...others.map((what): Finding => ({ kind: 'unexplained', what }))]
  return { ...verdict, findings, expected: expected.length }
}

/** Every evening whose account came round and did its work has one. */
function missedAccounts({ fired, accounts }: Run): string[] {
  const worked = fired.filter(({ job, succeeded }) => job === 'account' && succeeded).length
  return worked === accounts.length ? [] : [`${worked} accounts were made, and ${accounts.length} given`]
}

/** Struck requests that a failure names at most. */
const mostStrikes = 80

/** For people who look for the cause of a failure: what struck, and what is known of each message. */
export async function storyOf(run: Run): Promise<string> {
  const history = await historyOf(run)
  const lines = [
    ...expectedOf(run.houses, run.fired, run.seededAt).map(
      (each) => `expected ${meaningOf(each)}${each.kind === 'nothing' ? ` (${each.reason})` : ''}`,
    ),
    ...history.rows.map(({ meaning, status, reason }) => `ledger   ${meaning} ${status} ${reason ?? ''}`),
    ...run.stand.outbox().map((message) => `provider ${message.at} ${providersName(message, run.houses)}`),
    ...run.fired.map(
      ({ at, job, succeeded }) => `fired    ${new Date(at).toISOString()} ${job} ${String(succeeded)}`,
    ),
    ...run.stand.stack.failures.slice(-20).map((failure) => `failure  ${JSON.stringify(failure)}`),
  ]
  return [...strikesOf(run), ...lines].join('\n')
}

/** What struck whom, in order: the replay of a seed need not strike the very same requests. */
export function strikesOf({ strikes }: Run): string[] {
  const told = strikes
    .slice(0, mostStrikes)
    .map(
      ({ at, functionName = '', what }) => `struck   ${new Date(at).toISOString()} ${functionName} ${what}`,
    )
  const more = strikes.length - told.length
  return more > 0 ? [...told, `struck   … and ${more} more`] : told
}
