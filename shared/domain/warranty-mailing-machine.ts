import { defineMachine } from './machine.ts'

/** The way of a manifest (厂家保修邮件) to the manufacturer. What became of the mail itself the ledger says. */
export const warrantyMailingMachine = defineMachine({
  name: { zh: '厂家保修邮件', en: 'Warranty mail to a manufacturer' },
  states: {
    awaiting: { zh: '待批准', en: 'Drafted: it waits for a named person’s yes' },
    approved: { zh: '已批准', en: 'Approved: its mail is in the ledger, once' },
    declined: {
      zh: '已退回',
      en: 'Declined: nothing is mailed, and the things in it are free for the next one',
    },
  },
  starts: ['awaiting'],
  transitions: {
    redraft: {
      from: ['awaiting', 'declined'],
      to: 'awaiting',
      zh: '重新生成',
      en: 'it is drawn up anew from the records',
    },
    approve: {
      from: ['awaiting'],
      to: 'approved',
      zh: '批准',
      en: 'a named person says yes, and it goes out',
    },
    // A correction that is declined leaves what was mailed before.
    decline: {
      from: ['awaiting'],
      to: ['declined', 'approved'],
      zh: '退回',
      en: 'it is not to go out like this, with the reason',
    },
    correct: {
      from: ['approved'],
      to: 'awaiting',
      zh: '更正',
      en: 'a new number is drafted, which names the first',
    },
  },
})
