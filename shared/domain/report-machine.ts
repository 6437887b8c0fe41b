import { defineMachine } from './machine.ts'

/** The way of a business report (营业报表), of a day or of a month. */
export const reportMachine = defineMachine({
  name: { zh: '营业报表', en: 'Business report' },
  states: {
    drafted: { zh: '待确认', en: 'Drafted from the records; the information clerk has not confirmed it' },
    confirmed: { zh: '已确认', en: 'Confirmed, and mailed to the general manager' },
  },
  starts: ['drafted'],
  transitions: {
    redraft: { from: ['drafted'], zh: '重新统计', en: 'the records are counted anew' },
    confirm: { from: ['drafted'], to: 'confirmed', zh: '确认上报', en: 'it is right, and goes up' },
    correct: {
      from: ['confirmed'],
      to: 'drafted',
      zh: '更正',
      en: 'the records say something else by now: a new edition is drafted',
    },
  },
})
