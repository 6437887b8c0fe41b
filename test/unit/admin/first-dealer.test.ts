import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFlags, usage } from '../../../admin/flags.ts'
import { openStore, type Store } from '../../../shared/store/store.ts'
import { startEngineTable, type EngineTable } from '../../support/engine.ts'
import { accountsOnLoopback, type AccountsOnLoopback } from './cognito-on-loopback.ts'

let engine: EngineTable
let cloud: AccountsOnLoopback
let store: Store
beforeAll(async () => {
  engine = await startEngineTable()
  cloud = await accountsOnLoopback(engine.tableName)
  store = openStore(engine.client)
})
afterAll(async () => {
  await cloud.stop()
  await engine.stop()
})

const given: Readonly<Record<string, string>> = {
  dealer: 'D009',
  name: '东城汽车销售服务有限公司',
  signature: '东城汽车',
  phone: '020-88886666',
  'staff-number': 'E001',
  'staff-name': '周总',
  email: 'zhou@example.com',
}

function run(flags: Readonly<Record<string, string>>): Promise<{ code: number; out: string; err: string }> {
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])
  const env = {
    PATH: process.env['PATH'],
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloud.endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cloud.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
  }
  const script = join(import.meta.dirname, '../../../admin/first-dealer.ts')
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

describe('opening a dealer', () => {
  it('makes its record, its first member of staff and the account that signs in, and a second time nothing', async () => {
    const first = await run(given)
    expect(first.err).toBe('')
    const told = JSON.parse(first.out) as Record<string, string>
    expect(told).toMatchObject({ dealerId: 'D009', dealer: 'made', staff: 'made', account: 'made' })
    expect(await store.dealers.byId('D009')).toMatchObject({ signature: '东城汽车', zone: 'Asia/Shanghai' })
    const [member] = await store.staff.ofDealer('D009')
    expect(member).toMatchObject({ role: 'general_manager', number: 'E001', staffId: told['staffId'] })
    expect(cloud.accounts.get('zhou@example.com')).toEqual({
      attributes: {
        email: 'zhou@example.com',
        email_verified: 'true',
        'custom:dealerId': 'D009',
        'custom:staffId': told['staffId'],
      },
      groups: ['general_manager'],
    })

    const again = await run({ ...given, name: '另一个名字' })
    expect(JSON.parse(again.out)).toMatchObject({
      dealer: 'was there',
      staff: 'was there',
      account: 'was there',
      staffId: told['staffId'],
    })
    expect((await store.dealers.byId('D009'))?.name).toBe('东城汽车销售服务有限公司')
  })

  it('never gives an account of one dealer the data of another', async () => {
    const { code, out, err } = await run({ ...given, dealer: 'D010' })
    expect([code, out]).toEqual([1, ''])
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(cloud.accounts.get('zhou@example.com')?.attributes['custom:dealerId']).toBe('D009')
    expect(await store.dealers.byId('D010')).toBeUndefined()
  })

  it('on a stage that is not deployed says so in one sentence', async () => {
    const { code, err } = await run({ ...given, stage: 'prod' })
    expect(code).toBe(1)
    expect(err.trim()).toMatch(/^.*after-sales-prod-data.*deploy the stage first\.$/)
  })
})

describe('the command line', () => {
  it('names each flag that is missing or wrong', () => {
    expect(() => readFlags(['--dealer', 'D 1', '--email', 'zhou'])).toThrow(
      /--dealer.*--name 必填.*--signature 必填.*--phone 必填.*--staff-number.*--staff-name.*--email/,
    )
    expect(() => readFlags(['--dealer', 'D001', '--zone', 'Asia/Nowhere'])).toThrow(
      /--zone: an IANA time zone/,
    )
    expect(() => readFlags(['--colour', 'red'])).toThrow(/colour/)
  })

  it('explains every flag', () => {
    expect(readFlags(['--help'])).toBeUndefined()
    for (const name of [...Object.keys(given), 'stage', 'region', 'zone', 'role'])
      expect(usage).toContain(`--${name} `)
  })
})
