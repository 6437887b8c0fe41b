import { beforeEach, describe, expect, it } from 'vitest'
import { mayContact } from '../../../shared/domain/may-contact.ts'
import { consentOn } from '../../../shared/domain/contact-point.ts'
import { contactPointRecord } from '../../../shared/store/contact-points.ts'
import { consentOf, contactPointOf, customerOf, dealerOf } from '../../support/builders.ts'
import { puts, save } from '../../support/store.ts'
import { asOf, importingWorld, isSettled, type ImportingWorld } from './importing.ts'

const rows = (...lines: string[]) => lines.map((line) => `${line}\n`).join('')
const customers = (...lines: string[]) => rows('客户编号,姓名,手机,短信同意', ...lines)
const known = customers('C1,王芳,13800138001,是')

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
})

describe('a consent', () => {
  const mobile = '+8613800138001'
  const consent = async () =>
    consentOn(
      (await world.store.contactPoints.byAddresses('D001', [mobile])).get(mobile),
      'maintenance-reminders',
      'sms',
    )
  const far = Array.from({ length: 40 }, (_, index) => `X${index},王芳,1390000${1000 + index},是`)
  const two = (first: string, second: string) =>
    customers(`C1,王芳,13800138001,${first}`, ...far, `C2,王强,13800138001,${second}`)

  it.each(['退订', '已退订', '拒收', '不接收', '否', 'R', 'T', 'TD', 'N', 'ｔｄ'])(
    '%s is a refusal',
    async (word) => {
      await world.import('I1', { customers: customers(`C1,王芳,13800138001,${word}`) })
      expect((await consent())?.state).toBe('refused')
    },
  )

  it.each(['', '再说'])(
    'that an export gave is withdrawn by %j in a later one, and given again by 是',
    async (word) => {
      await world.import('I1', { customers: known })
      const blank = { customers: customers(`C1,王芳,13800138001,${word}`) }
      await world.import('I2', blank)
      expect(await consent()).toMatchObject({ state: 'withdrawn' })
      await isSettled(world, blank)
      const facts = { customer: customerOf(), consent: await consent(), suppression: undefined }
      const verdict = mayContact('maintenance-reminders', dealerOf(), facts)
      expect(verdict).toEqual({ allowed: false, reason: 'no-consent' })
      await world.import('I3', { customers: known })
      expect(await consent()).toMatchObject({ state: 'given' })
    },
  )

  it('that was given at the desk is not withdrawn by a blank', async () => {
    const history = [{ state: 'given' as const, source: 'desk', at: asOf }]
    await save(
      world.store,
      ...puts(contactPointRecord, contactPointOf(mobile, { consents: [consentOf({ history })] })),
    )
    await world.import('I1', { customers: customers('C1,王芳,13800138001,') })
    expect((await consent())?.state).toBe('given')
  })

  it('is left alone by a file without the column', async () => {
    await world.import('I1', { customers: known })
    await world.import('I2', { customers: rows('客户编号,姓名,手机', 'C1,王芳,13800138001') })
    expect((await consent())?.state).toBe('given')
  })

  it.each([
    ['是', '', 'given'],
    ['', '是', 'given'],
    ['', '否', 'refused'],
    ['否', '', 'refused'],
    ['否', '是', 'refused'],
    ['是', '否', 'refused'],
  ])('of two customers far apart who say %j and %j is %s, and stays so', async (first, second, state) => {
    await world.import('I0', { customers: known })
    await world.import('I1', { customers: two(first, second) })
    expect((await consent())?.state).toBe(state)
    await isSettled(world, { customers: two(first, second) })
  })
})
