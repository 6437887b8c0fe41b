import { dropForAll } from './drop-calls.ts'
import { sendSatisfactionBulletins, type BulletinDependencies } from './send-satisfaction-bulletin.ts'

/**
 * Each morning, before anybody calls: what is past its last day is over, and three times a month it is told how content
 * customers were. Neither waits for the other.
 * @throws AggregateError when both are through and one of them failed: the job is run again, and does what is left
 */
export async function eachMorning(
  dependencies: BulletinDependencies,
): Promise<{ readonly dropped: number; readonly mails: number }> {
  const failed: unknown[] = []
  const take = (error: unknown) => void failed.push(error)
  const drops = await dropForAll(dependencies).catch(take)
  const bulletins = await sendSatisfactionBulletins(dependencies).catch(take)
  if (failed.length > 0) throw new AggregateError(failed, 'a part of the morning’s work on follow-up calls')
  return { dropped: drops?.dropped ?? 0, mails: bulletins?.mails ?? 0 }
}
