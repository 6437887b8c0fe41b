import { expect, it } from 'vitest'
import * as routes from '../../../shared/http/routes/complaints.ts'
import { listStaff } from '../../../shared/http/routes/staff.ts'
import { findVehicles } from '../../../shared/http/routes/vehicles.ts'
import { local } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** Customers complain, are answered, and say whether that helped. */
export function complaintsAreAnswered(desk: () => Desk): void {
  const advisor = () => desk().as('service_advisor')
  const head = () => desk().as('service_manager')
  const seen = ({ complaintId, etag }: { complaintId: string; etag: string }) => ({
    params: { complaintId },
    ifMatch: etag,
  })
  let vehicleId = ''
  const file = async (body: object = {}) => {
    const found = await done(advisor()(findVehicles, { query: { plate: '浙AD12345' } }))
    ;({ vehicleId } = found.body.items[0]!)
    const told = {
      vehicleId,
      channel: 'phone',
      matter: 'repair_quality',
      description: '孙女士说制动仍有异响',
    }
    return (await done(advisor()(routes.fileComplaint, { body: { ...told, ...body } as never }))).body
  }

  it('the third of one matter is graver, and tells the two before', async () => {
    const [first, second, third] = [await file(), await file(), await file()]
    expect([first.severity, second.severity, third.severity]).toEqual(['ordinary', 'ordinary', 'serious'])
    expect([...third.earlier].sort()).toEqual([first.complaintId, second.complaintId].sort())
    const open = await done(head()(routes.listComplaints))
    expect(open.body.items).toHaveLength(3)
    expect(JSON.stringify(open.body)).not.toContain('孙女士')

    const reason = { reason: '重复登记' }
    await done(head()(routes.withdrawComplaint, { ...seen(first), body: reason }))
    const graver = await done(advisor()(routes.changeComplaint, { ...seen(second), body: { media: true } }))
    expect(graver.body).toMatchObject({ severity: 'critical', severityBecause: 'media' })
    const [person] = (await done(head()(listStaff, { query: { role: 'service_advisor' } }))).body.items
    const body = { ownerId: person!.staffId as never }
    const handed = await done(head()(routes.handOnComplaint, { ...seen(graver.body), body }))
    const waits = await done(
      head()(routes.pauseComplaint, { ...seen(handed.body), body: { reason: '等厂家' } }),
    )
    const goesOn = await done(head()(routes.resumeComplaint, seen(waits.body)))
    const answer = { text: '已更换卡钳导销' }
    const one = await done(advisor()(routes.answerComplaint, { ...seen(goesOn.body), body: answer }))
    const no = await done(advisor()(routes.disputeComplaint, { ...seen(one.body), body: { words: '还有' } }))
    const two = await done(advisor()(routes.answerComplaint, { ...seen(no.body), body: answer }))
    const yes = await done(advisor()(routes.confirmComplaint, { ...seen(two.body), body: {} }))
    expect(yes.body).toMatchObject({ status: 'closed', answers: [{ late: false }, { late: false }] })
    const last = await done(advisor()(routes.answerComplaint, { ...seen(third), body: answer }))
    await done(head()(routes.closeComplaint, { ...seen(last.body), body: { reason: '联系不上' } }))

    const { complaintId, customerId } = third
    const whole = await done(advisor()(routes.readComplaint, { params: { complaintId } }))
    expect(whole.body).toMatchObject({ status: 'closed', description: '孙女士说制动仍有异响' })
    await done(head()(routes.listComplaintChanges, { params: { complaintId } }))
    const ofCar = await done(advisor()(routes.listComplaintsOfVehicle, { params: { vehicleId } }))
    const ofOwner = await done(advisor()(routes.listComplaintsOfCustomer, { params: { customerId } }))
    expect([ofCar.body.items.length, ofOwner.body.items.length]).toEqual([2, 3])
    const query = { from: local('2026-11-22 00:00'), until: local('2026-11-24 00:00') }
    const filed = await done(head()(routes.listFiledComplaints, { query }))
    expect(filed.body.items.map(({ status }) => status).sort()).toEqual(['closed', 'closed', 'withdrawn'])
  })
}
