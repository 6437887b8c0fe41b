import { defineMachine } from './machine.ts'

/** The way of a field-service order (上门服务单) to the customer and back. */
export const fieldServiceMachine = defineMachine({
  name: { zh: '上门服务单', en: 'Field-service order' },
  states: {
    requested: { zh: '待联系', en: 'Requested: the customer waits for a call' },
    unreachable: { zh: '联系不上', en: 'Could not be reached so far' },
    contacted: { zh: '已联系', en: 'Contacted, without an appointment yet' },
    scheduled: { zh: '已约定', en: 'Scheduled' },
    on_site: { zh: '已到现场', en: 'On site' },
    completed: { zh: '已完成待反馈', en: 'Completed: the feedback card is owed' },
    closed: { zh: '已反馈', en: 'Closed: the feedback card is in' },
    cancelled: { zh: '已取消', en: 'Cancelled' },
  },
  starts: ['requested'],
  transitions: {
    change: {
      from: ['requested', 'unreachable', 'contacted', 'scheduled', 'on_site'],
      zh: '修改',
      en: 'what is asked for, where or by whom it is done is corrected',
    },
    'could-not-reach': {
      from: ['requested', 'unreachable'],
      to: 'unreachable',
      zh: '联系不上',
      en: 'a call reached nobody',
    },
    contact: {
      from: ['requested', 'unreachable'],
      to: 'contacted',
      zh: '已联系',
      en: 'the customer was reached',
    },
    // Nobody at home, a part missing: the visit is agreed anew.
    schedule: {
      from: ['contacted', 'scheduled', 'on_site'],
      to: 'scheduled',
      zh: '约定时间',
      en: 'a time is agreed with the customer',
    },
    arrive: { from: ['scheduled'], to: 'on_site', zh: '到达现场', en: 'the specialist is there' },
    complete: { from: ['on_site'], to: 'completed', zh: '完成', en: 'the work is done' },
    'hand-in-card': {
      from: ['completed'],
      to: 'closed',
      zh: '交反馈卡',
      en: 'the feedback card is handed in',
    },
    cancel: {
      from: ['requested', 'unreachable', 'contacted', 'scheduled', 'on_site'],
      to: 'cancelled',
      zh: '取消',
      en: 'the visit is not wanted, or not possible',
    },
  },
})
