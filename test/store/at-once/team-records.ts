import { it } from 'vitest'
import * as checks from '../../../shared/http/routes/equipment-checks.ts'
import * as meetings from '../../../shared/http/routes/meetings.ts'
import { day, local, staffIdOf } from '../../support/builders.ts'
import { shown, type Race } from './race.ts'

/** Minutes are taken by two, and a list of missing tools is handed in by two. */
export function teamRecordsAtOnce(race: () => Race): void {
  it('a training is recorded once, and put right once', async () => {
    const own = {
      heldAt: local('2026-11-20 16:30'),
      ledBy: staffIdOf('M1'),
      attended: [staffIdOf('M1'), staffIdOf('S1')],
      absent: [],
      results: [{ staffId: staffIdOf('S1'), score: 90 }],
      actions: [],
      closesDeadline: undefined,
    }
    const body = shown(meetings.recordMeeting, own)
    const { body: held } = await race().once(meetings.recordMeeting, { body })
    const params = { meetingId: held.meetingId }
    await race().once(meetings.changeMeeting, { params, ifMatch: held.etag, body: { topic: '续保话术' } })
  })

  it('a check is signed for once, put right once, and its list handed in once', async () => {
    const body = shown(checks.recordCheck, { on: day('2026-11-22'), closesDeadline: undefined })
    let check = (await race().once(checks.recordCheck, { body })).body
    const seen = () => ({ params: { equipmentCheckId: check.equipmentCheckId }, ifMatch: check.etag })
    const lines = [{ tool: '千斤顶', quantity: 2, problem: 'missing' as const }]
    check = (await race().once(checks.changeCheck, { ...seen(), body: { lines } })).body
    await race().once(checks.handInMissingList, { ...seen(), body: shown(checks.handInMissingList) })
  })
}
