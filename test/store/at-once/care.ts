import { it } from 'vitest'
import * as complaints from '../../../shared/http/routes/complaints.ts'
import { staffIdOf, vehicleIdOf } from '../../support/builders.ts'
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
}
