import { expectedOf, meaningOf } from './expected.ts'
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
    ...(run.plan.mayGiveUp === true ? [] : run.givenUp).map((job) => `given up: ${job}`),
    ...accountFaults(run),
    ...(await wrongGraves(run)),
    ...((await run.plan.check?.(run)) ?? []),
  ]
  const findings = [...verdict.findings, ...others.map((what): Finding => ({ kind: 'unexplained', what }))]
  return { ...verdict, findings, expected: expected.length }
}

function accountFaults({ accounts }: Run): string[] {
  return accounts.flatMap(({ dealerId, purpose, date, due, sent, suppressed, deferred, failed, missing }) => {
    const sum = sent + deferred + failed + Object.values(suppressed).reduce((all, count) => all + count, 0)
    const day = `${dealerId} ${purpose} ${date}`
    return [
      ...(sum === due ? [] : [`the account of ${day} does not add up: ${due} due, ${sum} dealt with`]),
      ...(missing === 0 ? [] : [`the account of ${day} misses ${missing}`]),
    ]
  })
}

async function wrongGraves({ stand, plan }: Run): Promise<string[]> {
  const lying = await stand.deadLetters()
  const wanted = plan.deadLetters ?? new Map<string, number>()
  return [...new Set([...lying.keys(), ...wanted.keys()])].flatMap((queue) => {
    const [is, should] = [lying.get(queue) ?? 0, wanted.get(queue) ?? 0]
    // Hints that failed too often under several faults at once do no harm, and the alarm rings.
    return is === should || (plan.mayGiveUp === true && is > should)
      ? []
      : [`${is} messages lie in ${queue}, not ${should}`]
  })
}

/** For people who look for the cause of a failure: what is known of each message. */
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
  return lines.join('\n')
}
