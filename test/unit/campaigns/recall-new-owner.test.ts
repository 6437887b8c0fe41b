import { beforeEach, describe, expect, it } from 'vitest'
import { withdrawCampaign } from '../../../shared/http/routes/campaigns.ts'
import { eraseCustomer, exportCustomer } from '../../../shared/http/routes/customer-data.ts'
import { noAnswerFollowUp } from '../../../shared/http/routes/follow-up-calls.ts'
import { rememberOwner } from '../../../shared/store/vehicles.ts'
import { customerIdOf, day, local, stampAt, vehicleIdOf } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { caller, keeper, openRecalls, tuesday, vinOfCar, type RecallRig } from './recall-rig.ts'

const said = '家人接听，说王芳下月出国'

let rig: RecallRig
/** Anna's family has said something, and since then the car is Dora's. */
beforeEach(async () => {
  rig = await openRecalls()
  await rig.lists('a', [vinOfCar('anna')])
  rig.moveTo(tuesday)
  const { followUpCallId, version } = rig.callOf('anna')!
  const given = { params: { followUpCallId }, ifMatch: `"${String(version)}"`, body: { remark: said } }
  expect(await rig.as(caller)(noAnswerFollowUp, given)).toMatchObject({ ok: true })
  await rig.change('anna', {
    customerId: customerIdOf('dora'),
    ownedSince: day('2026-11-25'),
    formerOwners: [{ customerId: customerIdOf('anna'), until: day('2026-11-24'), by: 'x' }],
  })
  await save(rig.store, rememberOwner('D001', customerIdOf('anna'), vehicleIdOf('anna'), stampAt(tuesday)))
})

async function erase(customerId: string) {
  let etag = '"1"'
  for (;;) {
    const reply = await rig.as(keeper)(eraseCustomer, { params: { customerId }, ifMatch: etag })
    if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
    if (reply.body.state === 'erased') return
    etag = reply.etag!
  }
}

const handedOn: [string, () => Promise<unknown>][] = [
  ['the job', () => rig.tidy()],
  [
    'a list that names the car again',
    async () => {
      rig.moveTo(local('2026-12-02 10:00'))
      await rig.verb(withdrawCampaign, undefined, { reason: '名单有误' })
      await rig.tidy()
      await rig.lists('b', [vinOfCar('anna')])
    },
  ],
]

describe.each(handedOn)('a call about a recall that %s hands on to a new owner', (_, handOn) => {
  beforeEach(handOn)

  it('is theirs, and how often it was tried, without what was said to the caller before', async () => {
    expect(rig.callOf('anna')).toMatchObject({
      status: 'waiting',
      customerId: customerIdOf('dora'),
      attempts: [{ outcome: 'no_answer' }],
    })
    const params = { customerId: customerIdOf('dora') }
    const theirs = await rig.as(keeper)(exportCustomer, { params })
    expect(theirs).toMatchObject({ ok: true, body: { followUps: [{ kind: 'recall' }] } })
    expect(JSON.stringify(theirs)).not.toContain(said)
  })

  it('says nothing of the former one once they are erased', async () => {
    expect(JSON.stringify(rig.table.all())).toContain(said)
    await erase(customerIdOf('anna'))
    expect(JSON.stringify(rig.table.all())).not.toContain(said)
    expect(rig.callOf('anna')).toMatchObject({ status: 'waiting', customerId: customerIdOf('dora') })
  })
})
