import { defineMachine } from './machine.ts'

/** The way of a manufacturer's recall (召回) or service campaign (服务活动) at a dealer. */
export const campaignMachine = defineMachine({
  name: { zh: '召回与服务活动', en: 'Recall or service campaign' },
  states: {
    open: { zh: '进行中', en: 'Open: its cars are to be brought in' },
    withdrawn: { zh: '已撤回', en: 'Withdrawn: its list was wrong, and nobody is told of it any more' },
    closed: { zh: '已结束', en: 'Closed: what could be done is done' },
  },
  starts: ['open'],
  transitions: {
    list: {
      from: ['open', 'withdrawn', 'closed'],
      to: 'open',
      zh: '厂家下发名单',
      en: 'a notice of the manufacturer lists cars (a job)',
    },
    withdraw: { from: ['open'], to: 'withdrawn', zh: '撤回', en: 'the list is taken back' },
    close: { from: ['open'], to: 'closed', zh: '结束', en: 'the campaign is over' },
    reopen: { from: ['withdrawn', 'closed'], to: 'open', zh: '重新打开', en: 'it goes on after all' },
  },
})
