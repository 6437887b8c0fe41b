import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appointmentText } from '../../../functions/appointment-reminders/wording.ts'
import { local } from '../../support/builders.ts'

const facts = {
  signature: '长城服务站',
  dealerPhone: '0571-88888888',
  readerName: '王伟',
  gender: 'male',
  plate: '浙JJDVE2',
  model: '坦克300',
  appointmentAt: local('2026-12-07 08:30'),
  zone: 'Asia/Shanghai',
} as const

describe('the SMS before an appointment', () => {
  it('reads like this', () => {
    expect(appointmentText(facts)).toEqual({
      template: { name: 'appointment-reminder', version: 1 },
      segments: 1,
      text: '【长城服务站】王先生您好，提醒您爱车浙JJDVE2已预约12月7日08:30到店。如需改期请致电0571-88888888。',
    })
  })

  it('says the hour of the reader’s own clock', () => {
    expect(appointmentText({ ...facts, zone: 'Asia/Urumqi' }).text).toContain('12月7日06:30')
  })

  it('costs one part for each usual name and model', () => {
    const usual = [
      { readerName: '欧阳娜娜', gender: 'female', plate: '浙AD12345' },
      { readerName: '李雷', gender: undefined, plate: '浙AD12345' },
      { readerName: '杭州某某物流有限公司', gender: undefined, plate: undefined, model: '哈弗大狗' },
    ] as const
    const at = local('2026-12-27 17:30')
    const sizes = usual.map((more) => appointmentText({ ...facts, appointmentAt: at, ...more }).segments)
    expect(sizes).toEqual([1, 1, 1])
  })

  it('never costs more than two parts, names its sender first and how to call back last', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 200, size: 'max' })
    const required = name.map((text) => `甲${text}`)
    fc.assert(
      fc.property(required, required, name, required, (signature, dealerPhone, readerName, model) => {
        const sms = appointmentText({ ...facts, signature, dealerPhone, readerName, model, plate: undefined })
        expect(sms.segments).toBeLessThanOrEqual(2)
        expect(sms.text.startsWith('【甲')).toBe(true)
        expect(sms.text).toMatch(/如需改期请致电甲.*。$/)
      }),
    )
  })
})
