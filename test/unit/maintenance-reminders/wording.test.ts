import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maintenanceText } from '../../../functions/maintenance-reminders/wording.ts'
import { CalendarDate } from '../../../shared/domain/time.ts'
import { greetingFor } from '../../../shared/messages/customer-wording.ts'

const facts = {
  signature: '长城服务站',
  dealerPhone: '0571-88888888',
  customerName: '王伟',
  gender: 'male',
  plate: '浙JJDVE2',
  model: '坦克300',
  dueOn: CalendarDate.parse('2026-12-07'),
} as const

describe('the SMS of a maintenance reminder', () => {
  it('reads like this two weeks before', () => {
    expect(maintenanceText('before', facts)).toEqual({
      template: 'maintenance-before',
      version: 1,
      segments: 1,
      text: '【长城服务站】王先生您好，您的爱车浙JJDVE2将于12月7日到保养期，欢迎预约，电话0571-88888888。拒收请回复R',
    })
  })

  it('reads like this a week after', () => {
    expect(maintenanceText('after', facts)).toEqual({
      template: 'maintenance-after',
      version: 1,
      segments: 1,
      text: '【长城服务站】王先生您好，您的爱车浙JJDVE2已于12月7日到保养期，如未保养欢迎预约0571-88888888。拒收请回复R',
    })
  })

  it('names the model while the car has no plate', () => {
    const text = maintenanceText('before', { ...facts, plate: undefined, model: '探险者' }).text
    expect(text).toContain('您的探险者将于12月7日')
  })

  it('costs one part for each usual name, model and date', () => {
    const usual = [
      {
        customerName: '欧阳娜娜',
        gender: 'female',
        plate: '浙AD12345',
        dueOn: CalendarDate.parse('2026-12-27'),
      },
      {
        customerName: '李雷',
        gender: undefined,
        plate: '浙AD12345',
        dueOn: CalendarDate.parse('2026-12-27'),
      },
      { customerName: '杭州某某物流有限公司', gender: undefined, plate: undefined, model: '哈弗大狗' },
    ] as const
    const sizes = usual.flatMap((changes) =>
      (['before', 'after'] as const).map((step) => maintenanceText(step, { ...facts, ...changes }).segments),
    )
    expect(sizes).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('never costs more than two parts and always ends with the way to refuse', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 200, size: 'max' })
    const required = name.map((text) => `甲${text}`)
    fc.assert(
      fc.property(required, required, name, required, fc.constantFrom('before', 'after'), (...given) => {
        const [signature, dealerPhone, customerName, model, step] = given
        const plate = undefined
        const sms = maintenanceText(step, { ...facts, signature, dealerPhone, customerName, model, plate })
        expect(sms.segments).toBeLessThanOrEqual(2)
        expect(sms.text.startsWith('【甲')).toBe(true)
        expect(sms.text.endsWith('拒收请回复R')).toBe(true)
      }),
    )
  })
})

describe('the greeting', () => {
  it.each([
    ['王伟', 'male', '王先生'],
    ['李小红', 'female', '李女士'],
    ['欧阳娜娜', 'female', '欧阳女士'],
    ['欧阳修', undefined, '欧阳先生/女士'],
    ['欧阳', 'male', '欧先生'],
    ['张三', undefined, '张先生/女士'],
    ['爱新觉罗', 'male', '爱先生'],
    ['顺丰速运', undefined, '尊敬的客户'],
    ['杭州公司', 'male', '尊敬的客户'],
    ['杭州某某物流有限公司', undefined, '尊敬的客户'],
    ['阿卜杜拉·买买提', 'male', '尊敬的客户'],
    ['John Smith', 'male', '尊敬的客户'],
    ['', undefined, '尊敬的客户'],
  ] as const)('of %s (%s) is %s', (name, gender, greeting) => {
    expect(greetingFor(name, gender)).toBe(greeting)
  })
})
