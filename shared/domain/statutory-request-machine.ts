import { defineMachine, type StateOf } from './machine.ts'

/** The way of a customer's request for replacement or return under the statutory warranty (三包换车退车要求). */
export const statutoryRequestMachine = defineMachine({
  name: { zh: '三包换退要求', en: 'Statutory request' },
  states: {
    asked: { zh: '待答复', en: 'Asked: an answer is owed' },
    agreed: { zh: '已同意', en: 'Agreed to: it is to be done' },
    declined: { zh: '已拒绝', en: 'Declined, with the reason' },
    completed: { zh: '已办结', en: 'Done' },
    withdrawn: { zh: '已撤回', en: 'The customer does not ask any more' },
  },
  starts: ['asked'],
  transitions: {
    agree: { from: ['asked', 'declined'], to: 'agreed', zh: '同意', en: 'the customer is told yes' },
    decline: { from: ['asked'], to: 'declined', zh: '拒绝', en: 'the customer is told no, and why' },
    complete: { from: ['agreed'], to: 'completed', zh: '办结', en: 'the car is replaced or taken back' },
    withdraw: {
      from: ['asked', 'agreed', 'declined'],
      to: 'withdrawn',
      zh: '撤回',
      en: 'the customer takes it back, or chooses a repair',
    },
  },
})

export type StatutoryRequestState = StateOf<typeof statutoryRequestMachine>
