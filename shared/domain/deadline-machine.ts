import { defineMachine } from './machine.ts'

/** The way of a deadline (期限). What has no route of its own the job does, or the fact that started a timer. */
export const deadlineMachine = defineMachine({
  name: { zh: '期限', en: 'Deadline' },
  states: {
    open: { zh: '未到期', en: 'Open: its due moment is still to come' },
    late: { zh: '已逾期', en: 'Late: its due moment is over' },
    escalated: { zh: '已上报', en: 'Escalated: somebody above has been told' },
    done: { zh: '已完成', en: 'Done, in time or late' },
    dropped: { zh: '不再需要', en: 'Dropped: it is not owed any more' },
  },
  starts: ['open'],
  transitions: {
    done: {
      from: ['open', 'late', 'escalated'],
      to: 'done',
      zh: '登记完成',
      en: 'it is done, and there is proof of it',
    },
    reopen: {
      from: ['done'],
      to: ['open', 'late', 'escalated'],
      zh: '撤回完成',
      en: 'it is not done after all: within a day it is taken back',
    },
    acknowledge: {
      from: ['late', 'escalated'],
      zh: '知悉',
      en: 'somebody above takes note: nobody further up is told',
    },
    // A moment that is over cannot be held up any more.
    pause: { from: ['open'], zh: '暂停', en: 'a timer stands still, for a reason' },
    resume: { from: ['open', 'late'], to: ['open', 'late'], zh: '继续', en: 'a timer goes on' },
    pass: { from: ['open'], to: 'late', zh: '到期', en: 'the due moment is over' },
    escalate: {
      from: ['open', 'late', 'escalated'],
      to: 'escalated',
      zh: '上报',
      en: 'the next one above is told',
    },
    move: {
      from: ['open', 'late', 'escalated'],
      to: ['open', 'late'],
      zh: '改期',
      en: 'the rule or the fact names another moment: reminders begin anew',
    },
    drop: {
      from: ['open', 'late', 'escalated'],
      to: 'dropped',
      zh: '取消',
      en: 'the rule names it no more, or the fact is gone',
    },
    'owe-again': {
      from: ['dropped'],
      to: ['open', 'late', 'escalated'],
      zh: '重新需要',
      en: 'the rule names it again',
    },
  },
})

/** What people may ask for; the rest of the machine happens by itself. */
export const deadlineVerbs = ['done', 'reopen', 'acknowledge', 'pause', 'resume'] as const
export type DeadlineVerb = (typeof deadlineVerbs)[number]
