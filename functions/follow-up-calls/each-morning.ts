import { dropForAll } from './drop-calls.ts'
import { repairQualityBulletin, satisfactionBulletin } from './bulletins.ts'
import { sendBulletins, type BulletinDependencies } from './send-bulletins.ts'

/**
 * Each morning, before anybody calls: what is past its last day is over, and three times a month it is told how content
 * customers were, and what they say of the repairs. None waits for another.
 * @throws AggregateError when all are through and one of them failed: the job is run again, and does what is left
 */
export async function eachMorning(
  dependencies: BulletinDependencies,
): Promise<{ readonly dropped: number; readonly mails: number }> {
  const failed: unknown[] = []
  const take = (error: unknown) => void failed.push(error)
  const drops = await dropForAll(dependencies).catch(take)
  const satisfaction = await sendBulletins(satisfactionBulletin, dependencies).catch(take)
  const repairs = await sendBulletins(repairQualityBulletin, dependencies).catch(take)
  if (failed.length > 0) throw new AggregateError(failed, 'a part of the morning’s work on follow-up calls')
  return { dropped: drops?.dropped ?? 0, mails: (satisfaction?.mails ?? 0) + (repairs?.mails ?? 0) }
}
