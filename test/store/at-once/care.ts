import { expect, it } from 'vitest'
import * as complaints from '../../../shared/http/routes/complaints.ts'
import * as followUps from '../../../shared/http/routes/follow-up-calls.ts'
import { readNewOwnerList, welcomeNewOwner } from '../../../shared/http/routes/new-owner-calls.ts'
import { createVehicle } from '../../../shared/http/routes/vehicles.ts'
import { followUpCallRecord, secondCallIdOf } from '../../../shared/store/follow-up-calls.ts'
import { repairOrderRecord } from '../../../shared/store/orders.ts'
import {
  customerIdOf,
  day,
  followUpCallOf,
  repairOrderOf,
  staffIdOf,
  vehicleIdOf,
} from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { shown, type Race } from './race.ts'

/** Complaints are filed, answered and confirmed, and every button is pressed by several. */
export function careAtOnce(race: () => Race): void {
  const seen = ({ body }: { body: { complaintId: string; etag: string } }) => ({
    params: { complaintId: body.complaintId },
    ifMatch: body.etag,
  })
  const filed = () =>
    race().once(complaints.fileComplaint, {
      body: shown(complaints.fileComplaint, { vehicleId: vehicleIdOf('anna') }),
    })

  it('a complaint takes each of its steps once', async () => {
    let complaint = await filed()
    const step = async (
      route: typeof complaints.answerComplaint | typeof complaints.resumeComplaint,
      own = {},
    ) => {
      const body = route === complaints.resumeComplaint ? undefined : shown(route, own)
      const given = { ...seen(complaint), ...(body && { body }) }
      complaint = await race().once(route, given)
    }
    complaint = await race().once(complaints.changeComplaint, {
      ...seen(complaint),
      body: shown(complaints.changeComplaint),
    })
    await step(complaints.handOnComplaint as never, { ownerId: staffIdOf('S1') })
    await step(complaints.pauseComplaint as never)
    await step(complaints.resumeComplaint)
    await step(complaints.answerComplaint)
    await step(complaints.disputeComplaint as never)
    await step(complaints.answerComplaint)
    await step(complaints.confirmComplaint as never)
    complaint = await filed()
    await step(complaints.answerComplaint)
    await step(complaints.closeComplaint as never)
    complaint = await filed()
    await step(complaints.withdrawComplaint as never)
  })

  it('a call is answered, and heard back from, each once', async () => {
    const calls = ['first', 'second', 'third', 'fourth'].map((name) => followUpCallOf(name))
    const orders = ['first', 'second', 'third', 'fourth'].map((name) => repairOrderOf(name))
    await save(race().store, ...puts(followUpCallRecord, ...calls), ...puts(repairOrderRecord, ...orders))
    const [first, second, third, fourth] = calls.map(({ followUpCallId }) => ({
      params: { followUpCallId },
      ifMatch: '"1"',
    }))
    await race().once(followUps.noAnswerFollowUp, { ...first!, body: {} })
    await race().once(followUps.wrongNumberFollowUp, { ...second!, body: {} })
    const heard = await race().once(followUps.reachFollowUp, {
      ...third!,
      body: shown(followUps.reachFollowUp),
    })
    await race().once(followUps.refuseFollowUp, { ...fourth!, body: {} })
    const { complaintId = '' } = heard.body
    const body = shown(complaints.answerComplaint)
    await race().once(complaints.answerComplaint, { params: { complaintId }, ifMatch: '"1"', body })
    const params = { followUpCallId: secondCallIdOf('D001', complaintId, 1) }
    await race().once(followUps.hearBackFollowUp, { params, ifMatch: '"1"', body: { content: true } })
  })

  it('the owner of a new car is to be welcomed once, and is', async () => {
    const own = { vin: 'LGWEF4A58HF000009', soldOn: day('2026-11-22'), customerId: customerIdOf('anna') }
    await race().once(createVehicle, { body: shown(createVehicle, own) })
    const listed = await race().ask(readNewOwnerList)
    if (!listed.ok) throw new Error(listed.problem.code)
    const [call, ...others] = listed.body.items
    expect(others).toEqual([])
    const given = { params: { followUpCallId: call!.followUpCallId }, ifMatch: call!.etag }
    await race().once(welcomeNewOwner, { ...given, body: { bookletRegistered: true } })
  })
}
