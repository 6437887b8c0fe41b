import { defineMachine } from './machine.ts'

/** What becomes of one car of a campaign. */
export const campaignVehicleMachine = defineMachine({
  name: { zh: '召回与活动车辆', en: 'Car of a campaign' },
  states: {
    open: { zh: '待实施', en: 'Open: the work is still to be done' },
    done_here: { zh: '本店已完成', en: 'Done here' },
    done_elsewhere: { zh: '他店已完成', en: 'Done by another dealer' },
    not_applicable: { zh: '不适用', en: 'Not applicable: the car needs nothing' },
  },
  starts: ['open', 'done_here'],
  transitions: {
    done: {
      from: ['open'],
      to: 'done_here',
      zh: '本店完成',
      en: 'an order under its number is delivered, or a person says so',
    },
    'done-elsewhere': {
      from: ['open'],
      to: 'done_elsewhere',
      zh: '他店完成',
      en: 'another dealer has done it',
    },
    'not-applicable': { from: ['open'], to: 'not_applicable', zh: '不适用', en: 'the car needs nothing' },
    reopen: {
      from: ['done_here', 'done_elsewhere', 'not_applicable'],
      to: 'open',
      zh: '重新待实施',
      en: 'it is to be done after all, or the delivery is undone',
    },
  },
})
