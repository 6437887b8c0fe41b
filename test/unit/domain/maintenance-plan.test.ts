import { describe, expect, it } from 'vitest'
import {
  defaultMaintenancePlans,
  planFor,
  type MaintenancePlan,
} from '../../../shared/domain/maintenance-plan.ts'
import { day } from '../../support/builders.ts'

const intervals = (brand: string, model = '') => {
  const plan = planFor(defaultMaintenancePlans, { brand, model, soldOn: day('2026-01-01') })
  return plan && [plan.first.months, plan.first.km, plan.following.months, plan.following.km]
}

describe('the maintenance plan of a vehicle, by default', () => {
  it.each([
    ['长城', '哈弗H6', [6, 5000, 6, 6000]],
    ['哈弗', 'H9', [6, 5000, 6, 6000]],
    ['长城', '欧拉好猫', [6, 5000, 12, 10_000]],
    ['欧拉', 'ORA 白猫', [6, 5000, 12, 10_000]],
    ['东风日产', '轩逸', [6, 5000, 6, 5000]],
    ['日产', '天籁', [6, 5000, 6, 5000]],
    ['长安福特', '福克斯', [6, 5000, 12, 10_000]],
    ['宝马', '320i', [6, 5000, 6, 5000]],
    ['constructor', '', [6, 5000, 6, 5000]],
  ])('%s %s', (brand, model, expected) => {
    expect(intervals(brand, model)).toEqual(expected)
  })
})

describe('a dealer’s plans', () => {
  const [general] = defaultMaintenancePlans as [MaintenancePlan]
  const special: MaintenancePlan = { ...general, brand: '宝马', soldFrom: day('2026-06-01'), source: 'new' }

  it('count the lowest that fits, from its day of sale on', () => {
    const on = (soldOn: string) =>
      planFor([general, special], { brand: '宝马', model: 'X3', soldOn: day(soldOn) })?.source
    expect(on('2026-06-01')).toBe('new')
    expect(on('2026-05-31')).toBe(general.source)
  })

  it('may have none for a vehicle', () => {
    expect(planFor([special], { brand: '奥迪', model: 'A4', soldOn: day('2026-07-01') })).toBeUndefined()
  })
})
