import { defineMachine } from './machine.ts'

/** The way of a change among the staff (人员变动报备) into the manufacturers' systems. */
export const staffChangeMachine = defineMachine({
  name: { zh: '人员变动报备', en: 'Staff change' },
  states: {
    to_file: { zh: '待报备', en: 'To file: a system does not say so yet' },
    settled: { zh: '已办结', en: 'Settled: every system says so, or need not' },
    withdrawn: { zh: '已撤回', en: 'Withdrawn: it was taken back before any system said so' },
  },
  starts: ['to_file'],
  transitions: {
    file: { from: ['to_file'], to: ['to_file', 'settled'], zh: '已报备', en: 'one system says so now' },
    'not-needed': {
      from: ['to_file'],
      to: ['to_file', 'settled'],
      zh: '无需报备',
      en: 'one system need not say so, for a reason',
    },
    undo: {
      from: ['to_file', 'settled'],
      to: 'to_file',
      zh: '撤回登记',
      en: 'what was recorded of one system is taken back, within a day of the end',
    },
    amend: { from: ['to_file'], zh: '变动再变', en: 'the roles change once more before any system said so' },
    withdraw: { from: ['to_file'], to: 'withdrawn', zh: '变动取消', en: 'the change itself is taken back' },
  },
})
