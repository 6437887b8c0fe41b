import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDealer, localDealer } from '../../local/main-job/dealer.ts'
import { importDirectory } from '../../local/main-job/import-files.ts'
import { startStack, type LocalStack } from '../../local/stack.ts'
import { synthesize } from '../../local/synthesize.ts'
import { openStore, type Store } from '../../shared/store/store.ts'
import { connectTable } from '../../shared/store/table-client.ts'
import { local } from '../support/builders.ts'
import { personalData, smallDealer } from './small-dealer.ts'

/*
 * One working day and the next, through the very bundles that would be deployed: an export goes in, the schedules
 * fire at their own times, and a specialist records what came of a call.
 */

const { dealerId } = localDealer
let stack: LocalStack
let store: Store

beforeAll(async () => {
  stack = await startStack({ cdkOut: await synthesize(), at: local('2026-11-22 23:59') })
  store = openStore(connectTable(stack.tableName, new DynamoDBClient(stack.client('dynamodb'))))
  await ensureDealer(store, stack.clock.now())
  const quiet = { show: () => undefined, stop: () => undefined }
  await importDirectory(stack, store, dealerId, smallDealer(), 'journey', quiet)
})

afterAll(() => stack.stop())

const sms = () => stack.outbox.all().filter((message) => message.channel === 'sms')
const mails = () => stack.outbox.all().filter((message) => message.channel === 'mail')
const mailsOn = (subject: string) => mails().filter((mail) => mail.subject.includes(subject))

async function call(
  path: string,
  init: Omit<RequestInit, 'headers'> & {
    headers?: Record<string, string>
    role?: string
    staffId?: string
  } = {},
) {
  const { role = 'renewal_specialist', staffId, ...request } = init
  const token = await stack.token({ dealerId, roles: [role], sub: staffId, staffId })
  return fetch(`${stack.url}${path}`, {
    ...request,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...request.headers },
  })
}

describe('a dealer’s first days', () => {
  it('nothing is sent by the import itself, nor in the night after it', async () => {
    await stack.runUntil(local('2026-11-23 07:29'))
    expect(stack.outbox.all()).toEqual([])
  })

  it('at 08:00 the specialist has the list, as a table and as a spreadsheet, and the manager the summary', async () => {
    await stack.runUntil(local('2026-11-23 08:30'))
    expect(
      mails()
        .map(({ to }) => to.join())
        .sort(),
    ).toEqual(['sun@example.com', 'zhou@example.com'])
    const [list] = mailsOn('待联系名单')
    const parsed = await PostalMime.parse(Buffer.from(list!.raw, 'base64'))
    expect(parsed.html).toContain('王伟')
    expect(parsed.html).toContain('李娜')
    expect(parsed.attachments.map(({ filename }) => filename)).toEqual([expect.stringMatching(/\.xlsx$/)])
    expect(stack.clock.now() < local('2026-11-23 09:00')).toBe(true)
    expect(sms()).toEqual([])
  })

  it('at 09:00 the one customer who agreed gets one SMS', async () => {
    await stack.runUntil(local('2026-11-23 12:00'))
    expect(sms().map(({ to }) => to)).toEqual(['+8613800000001'])
    expect(sms()[0]!.text).toMatch(/^【东城汽车】王先生.*浙AD12345.*12月7日.*拒收请回复R$/)
    expect(sms()[0]!.at >= local('2026-11-23 09:00')).toBe(true)
  })

  it('the specialist reads the same list by API and records a lost renewal', async () => {
    const [specialist] = (await store.staff.ofDealer(dealerId)).filter(({ number }) => number === 'E001')
    const { staffId } = specialist!
    const list = (await (await call('/call-list', { staffId })).json()) as {
      entries: { etag: string; vehicle: { vehicleId: string; vin: string } }[]
    }
    expect(list.entries.map(({ vehicle }) => vehicle.vin).sort()).toEqual([
      'LGBH52E03KY000001',
      'LGWEF4A53HF000001',
    ])
    const { etag, vehicle } = list.entries.find((entry) => entry.vehicle.vin === 'LGBH52E03KY000001')!
    const body = JSON.stringify({ outcome: 'LOST', lostReason: 'PRICE_HIGH' })
    const path = `/call-list/${vehicle.vehicleId}/outcomes`
    const stale = await call(path, { method: 'POST', body, staffId, headers: { 'if-match': '"999"' } })
    expect(stale.status).toBe(412)
    const recorded = await call(path, { method: 'POST', body, staffId, headers: { 'if-match': etag } })
    expect(recorded.status, await recorded.clone().text()).toBeLessThan(300)
  })

  it('without a token, or with a token of another dealer, there is no list', async () => {
    expect((await fetch(`${stack.url}/call-list`)).status).toBe(401)
    const token = await stack.token({
      dealerId: 'D999',
      roles: ['renewal_specialist'],
      staffId: 'stf_aaaaaaaaaaaaaaaaaaaa',
    })
    const other = await fetch(`${stack.url}/call-list`, { headers: { authorization: `Bearer ${token}` } })
    const text = await other.text()
    for (const personal of personalData) expect(text).not.toContain(personal)
  })

  it('the next morning’s list has what is left, and no SMS comes a second time', async () => {
    await stack.runUntil(local('2026-11-24 12:00'))
    const [list] = mailsOn('11月24日待联系名单')
    const parsed = await PostalMime.parse(Buffer.from(list!.raw, 'base64'))
    expect(parsed.html).toContain('王伟')
    expect(parsed.html).not.toContain('李娜')
    expect(sms()).toHaveLength(1)
  })

  it('nothing failed on the way, and no log line has a name, a number, a plate or an address', () => {
    expect(stack.failures).toEqual([])
    const lines = stack.logs.lines()
    expect(lines.length).toBeGreaterThan(20)
    for (const personal of personalData) {
      expect(lines.filter((line) => line.includes(personal))).toEqual([])
    }
  })
})
