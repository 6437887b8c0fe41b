import type { Run } from './run.ts'

/*
 * What may be given up when several classes strike at once: a job, or the message of a queue, that met as many faults
 * as it has tries. Each of them stands on a list, and an alarm rings; one without so many faults is a fault itself.
 */

/** Lambda's tries of an asynchronous invocation. */
const tries = 3

export function wronglyGivenUp(run: Run): string[] {
  const allowed = (functionName: string) =>
    run.plan.mayGiveUp === true ? Math.floor(strikesOn(run, functionName) / tries) : 0
  return [...Map.groupBy(run.givenUp, ({ functionName }) => functionName)].flatMap(([functionName, jobs]) =>
    jobs.length <= allowed(functionName) ? [] : jobs.map(({ what }) => `given up: ${what}`),
  )
}

export async function wrongGraves(run: Run): Promise<string[]> {
  const lying = await run.stand.deadLetters()
  const wanted = run.plan.deadLetters ?? new Map<string, number>()
  return [...new Set([...lying.keys(), ...wanted.keys()])].flatMap((queue) => {
    const [is, should] = [lying.get(queue) ?? 0, wanted.get(queue) ?? 0]
    const most = run.plan.mayGiveUp === true ? should + mostGivenUp(run, queue) : should
    const may = queue === run.plan.moreDeadLetters ? Number.POSITIVE_INFINITY : most
    return is >= should && is <= may ? [] : [`${is} messages lie in ${queue}, not ${should}`]
  })
}

/** A batch is at most ten messages, and each of them was in as many batches as it may be received. */
function mostGivenUp(run: Run, grave: string): number {
  const { queues, queueSources } = run.stand.stack.model
  const feeding = queues.find(({ attributes }) =>
    attributes['RedrivePolicy']?.includes(graveName(run, grave)),
  )
  const reader = queueSources.find(({ queueArn }) => queueArn === feeding?.arn)?.functionName
  if (reader === undefined) return run.strikes.length
  const { maxReceiveCount = tries } = JSON.parse(feeding?.attributes['RedrivePolicy'] ?? '{}') as {
    maxReceiveCount?: number | string
  }
  return 10 * Math.floor(strikesOn(run, reader) / Number(maxReceiveCount))
}

function graveName(run: Run, grave: string): string {
  return run.stand.stack.model.queues.find(({ name }) => name === grave)?.arn ?? grave
}

function strikesOn({ strikes }: Run, functionName: string): number {
  return strikes.filter((strike) => strike.functionName === functionName).length
}
