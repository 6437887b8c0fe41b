import { it } from 'vitest'
import * as feeds from '../../../shared/http/routes/calendar-feeds.ts'
import * as duties from '../../../shared/http/routes/duties.ts'
import { shown, type Race } from './race.ts'

/** The department's duties are taken over and changed, and a calendar's address is given and taken back. */
export function dutiesAtOnce(race: () => Race): void {
  it('the catalogue is adopted once, in the three transactions that it takes', async () => {
    await race().once(duties.adoptDuties, { body: {} }, { transactions: 3 })
  })

  it('a duty is added, changed and given back to the catalogue, each once', async () => {
    await race().once(duties.createDuty, { body: shown(duties.createDuty) })
    const params = { code: 'service-monthly-report' }
    const changed = await race().once(duties.changeDuty, {
      params,
      ifMatch: '"1"',
      body: shown(duties.changeDuty),
    })
    await race().once(duties.restoreDuty, { params, ifMatch: changed.etag! })
  })

  it('a calendar’s address is taken back once', async () => {
    const made = await race().ask(feeds.createFeed, { body: { role: 'finance' } })
    if (!made.ok) throw new Error(JSON.stringify(made))
    const { feedId, etag } = made.body
    await race().once(feeds.revokeFeed, { params: { feedId }, ifMatch: etag })
  })
}
