import { expect, it } from 'vitest'
import { readCallList } from '../../../shared/http/routes/insurance-renewals.ts'
import * as routes from '../../../shared/http/routes/staff.ts'
import * as filings from '../../../shared/http/routes/staff-changes.ts'
import { day } from '../../support/builders.ts'
import { done, type Desk } from './desk.ts'

/** The specialist is ill on Monday morning, and comes all the same. */
export function whoIsAway(desk: () => Desk): void {
  const manager = () => desk().as('insurance_manager')
  const clerk = () => desk().as('information_clerk')
  const today = day('2026-11-23')
  const person = async (number: string) => {
    const { body } = await done(clerk()(routes.listStaff))
    return body.items.find((one) => one.number === number)!
  }
  const seen = async (number: string) => {
    const { staffId, etag } = await person(number)
    return { params: { staffId }, ifMatch: etag }
  }
  const listOf = async (number: string) => {
    const { staffId } = await person(number)
    return (await done(manager()(readCallList, { query: { staffId } }))).body.entries.length
  }

  it('the list of who is ill goes to the deputy, and comes back with the person', async () => {
    const newcomer = { number: 'E009', name: '韩专员', role: 'renewal_specialist' } as const
    await done(clerk()(routes.createStaff, { body: { ...newcomer, email: 'han@example.com' } }))
    const own = await listOf('E001')
    expect(own).toBeGreaterThan(0)
    const deputies = [{ deputyId: (await person('E009')).staffId }]
    const herself = desk().as('renewal_specialist')
    await done(herself(routes.nameDeputies, { ...(await seen('E001')), body: { deputies } }))

    const ill = { from: today, until: today, kind: 'sick', remark: '感冒' } as const
    const away = await done(manager()(routes.addAbsence, { ...(await seen('E001')), body: ill }))
    expect([await listOf('E001'), await listOf('E009')]).toEqual([0, own])
    const holders = (await done(clerk()(routes.readRoles))).body.roles
    expect(holders.find(({ role }) => role === 'renewal_specialist')?.holders[0]).toMatchObject({
      name: '韩专员',
    })

    const { staffId, absences } = away.body
    const params = { staffId, absenceId: absences![0]!.absenceId }
    await done(manager()(routes.cancelAbsence, { params, ifMatch: away.body.etag }))
    expect([await listOf('E001'), await listOf('E009')]).toEqual([own, 0])
    const work = await done(manager()(routes.readWork, { params: { staffId } }))
    expect(work.body).toMatchObject({ callEntries: own, workedOnBy: { because: 'holds' } })
  })

  it('who leaves is on no list any more, and comes back under the same record', async () => {
    const head = desk().as('service_manager')
    const gone = await done(
      head(routes.departStaff, { ...(await seen('E005')), body: { leftOn: day('2026-11-20') } }),
    )
    expect(gone.body).toMatchObject({ presence: 'left' })
    const { staffId, etag } = gone.body
    expect(await person('E005')).toBeUndefined()
    await done(
      head(routes.rejoinStaff, { params: { staffId }, ifMatch: etag, body: { joinedOn: day('2026-11-23') } }),
    )
    const change = { furtherRoles: ['advisor_assistant' as const] }
    await done(head(routes.changeStaff, { ...(await seen('E005')), body: change }))
    const read = await done(clerk()(routes.readStaff, { params: { staffId } }))
    expect(read.body).toMatchObject({ presence: 'at_work', ...change })
    const changes = await done(clerk()(routes.listStaffChanges, { params: { staffId } }))
    expect(changes.body.items).toHaveLength(3)
  })

  it('what manufacturers hear of it is filed within three days, system by system', async () => {
    const toFile = { query: { status: 'to_file' as const } }
    const { items } = (await done(clerk()(filings.listFilings, toFile))).body
    expect(items.map(({ number, kind }) => [number, kind])).toEqual(
      expect.arrayContaining([
        ['E009', 'joined'],
        ['E005', 'left'],
        ['E005', 'joined'],
      ]),
    )
    const [first] = items
    const params = { staffChangeId: first!.staffChangeId }
    const current = async () => ({
      params,
      ifMatch: (await done(clerk()(filings.readFiling, { params }))).body.etag,
    })
    const { system } = first!.filings[0]!
    await done(clerk()(filings.needNotFile, { ...(await current()), body: { system, reason: '三天内返岗' } }))
    await done(clerk()(filings.undoFiling, { ...(await current()), body: { system } }))
    const filed = await done(
      clerk()(filings.fileStaffChange, {
        ...(await current()),
        body: { system, reference: 'RY-2026-1123' },
        idempotencyKey: 'file-e005-0001',
      }),
    )
    expect(filed.body.filings[0]).toMatchObject({ end: { kind: 'filed', on: '2026-11-23' } })
    const everybody = await done(clerk()(filings.listFilings, { query: { from: day('2026-11-01') } }))
    expect(everybody.body.items.length).toBeGreaterThanOrEqual(items.length)
  })
}
