import { beforeEach, describe, expect, it } from 'vitest'
import { addMinutes } from '../../../shared/domain/time.ts'
import { dealerRecord } from '../../../shared/store/dealers.ts'
import { stampAt } from '../../support/builders.ts'
import { save } from '../../support/store.ts'
import { asOf, importingWorld, type ImportingWorld } from './importing.ts'

const known = '客户编号,姓名,手机,短信同意\nC1,王芳,13800138001,是\n'

let world: ImportingWorld
beforeEach(async () => {
  world = await importingWorld()
})

describe('the hold on a dealer’s messages', () => {
  const holds = async () => (await world.store.dealers.byId('D001'))?.importing
  const content = { customers: known }

  it('of an import that goes on is not let go by another that ends', async () => {
    world.upload('I1', content)
    expect(await world.run('I1', { remaining: () => 0 })).toBe('go-on')
    await world.import('I2', content)
    expect(await holds()).toEqual([{ importId: 'I1', until: addMinutes(asOf, 30) }])
    expect(await world.run('I1')).toBe('done')
    expect(await holds()).toBeUndefined()
  })

  it('is extended at each checkpoint', async () => {
    world.upload('I1', content)
    const open = world.files.open.bind(world.files)
    world.files.open = (key) => {
      world.now = addMinutes(world.now, 1)
      return open(key)
    }
    const began = world.now
    expect(await world.run('I1', { remaining: () => 0 })).toBe('go-on')
    expect((await holds())?.[0]?.until).toBe(addMinutes(world.now, 30))
    expect(world.now > began).toBe(true)
  })

  it('of an import that died long ago is forgotten', async () => {
    const dealer = (await world.store.dealers.byId('D001'))!
    const importing = [{ importId: 'I0', until: asOf }]
    await save(world.store, dealerRecord.put({ ...dealer, importing }, stampAt(asOf)))
    await world.import('I1', content)
    expect(await holds()).toBeUndefined()
  })
})
