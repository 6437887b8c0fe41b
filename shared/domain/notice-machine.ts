import { defineMachine } from './machine.ts'

/** The way of a manufacturer's notice (厂家通知) from the inbox to the answer. */
export const noticeMachine = defineMachine({
  name: { zh: '厂家通知', en: 'Manufacturer notice' },
  states: {
    quarantined: { zh: '已隔离', en: 'Quarantined: its sender is not proven, so nothing is done about it' },
    discarded: { zh: '已丢弃', en: 'Discarded' },
    received: { zh: '待查阅', en: 'Received: whoever it is for has not taken note of it' },
    acknowledged: { zh: '已查阅', en: 'Acknowledged' },
    drafted: { zh: '答复待批准', en: 'An answer is drafted and waits for a yes' },
    answered: { zh: '已答复', en: 'Answered' },
    closed: { zh: '已关闭', en: 'Closed without an answer' },
  },
  starts: ['quarantined', 'received'],
  transitions: {
    correct: {
      from: ['received', 'acknowledged', 'drafted'],
      zh: '更正',
      en: 'kind, owner or answer-by date is put right (PATCH); it is learnt from',
    },
    acknowledge: { from: ['received'], to: 'acknowledged', zh: '查阅', en: 'whoever it is for takes note' },
    draft: {
      from: ['received', 'acknowledged', 'drafted'],
      to: 'drafted',
      zh: '拟答复',
      en: 'an answer to the manufacturer is written down',
    },
    withdraw: { from: ['drafted'], to: 'acknowledged', zh: '撤回答复', en: 'the drafted answer is not sent' },
    approve: {
      from: ['drafted'],
      to: 'answered',
      zh: '批准发送',
      en: 'the answer goes to the manufacturer, in the thread of its mail',
    },
    close: {
      from: ['received', 'acknowledged', 'drafted'],
      to: 'closed',
      zh: '关闭',
      en: 'no answer is owed, or it was given elsewhere',
    },
    reopen: {
      from: ['answered', 'closed'],
      to: 'acknowledged',
      zh: '重新打开',
      en: 'something is left to be done',
    },
    release: {
      from: ['quarantined'],
      to: 'received',
      zh: '解除隔离',
      en: 'a person vouches for its sender',
    },
    discard: { from: ['quarantined'], to: 'discarded', zh: '丢弃', en: 'it is not from the manufacturer' },
    restore: { from: ['discarded'], to: 'quarantined', zh: '恢复', en: 'the discarding is taken back' },
  },
})
