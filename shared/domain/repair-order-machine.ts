import { defineMachine, type StateOf } from './machine.ts'

/** The way of a repair order (维修工单) through the workshop. */
export const repairOrderMachine = defineMachine({
  name: { zh: '维修工单', en: 'Repair order' },
  states: {
    appointment: { zh: '已预约', en: 'Appointment: the customer will come' },
    received: { zh: '已接车', en: 'Received: interviewed, and inspected around the car' },
    estimated: { zh: '已报价', en: 'Estimated: labour and parts are quoted' },
    authorized: { zh: '已委托', en: 'Authorized: the customer has signed' },
    in_work: { zh: '维修中', en: 'In work' },
    awaiting_customer: { zh: '待客户确认增项', en: 'Waits for the customer to decide on extra work' },
    quality_check: { zh: '质检中', en: 'At the quality check' },
    checked: { zh: '质检合格', en: 'Checked, ready to be invoiced' },
    invoiced: { zh: '已结算', en: 'Invoiced, ready to be fetched' },
    delivered: { zh: '已交车', en: 'Delivered' },
    cancelled: { zh: '已取消', en: 'Cancelled before work began' },
    no_show: { zh: '未到店', en: 'The customer did not come' },
  },
  starts: ['appointment', 'received'],
  transitions: {
    reschedule: { from: ['appointment'], zh: '改约', en: 'another time is agreed' },
    receive: { from: ['appointment'], to: 'received', zh: '接车', en: 'the car is taken in' },
    'no-show': { from: ['appointment'], to: 'no_show', zh: '未到店', en: 'the customer did not come' },
    // A new quote takes the place of the one that was signed, so it is signed anew.
    estimate: {
      from: ['received', 'estimated', 'authorized'],
      to: 'estimated',
      zh: '报价',
      en: 'labour and parts are quoted',
    },
    authorize: { from: ['estimated'], to: 'authorized', zh: '签委托书', en: 'the customer signs' },
    'start-work': { from: ['authorized'], to: 'in_work', zh: '开工', en: 'work begins' },
    'propose-extra-work': {
      from: ['in_work', 'awaiting_customer'],
      to: 'awaiting_customer',
      zh: '提出增项',
      en: 'more is found to do',
    },
    'agree-extra-work': {
      from: ['awaiting_customer'],
      to: ['in_work', 'awaiting_customer'],
      zh: '同意增项',
      en: 'the customer agrees; other proposals may still wait',
    },
    'refuse-extra-work': {
      from: ['awaiting_customer'],
      to: ['in_work', 'awaiting_customer'],
      zh: '拒绝增项',
      en: 'the customer refuses; other proposals may still wait',
    },
    'finish-work': { from: ['in_work'], to: 'quality_check', zh: '完工送检', en: 'work is done' },
    'pass-quality-check': { from: ['quality_check'], to: 'checked', zh: '质检合格', en: 'nothing is wrong' },
    'fail-quality-check': {
      from: ['quality_check', 'checked'],
      to: 'in_work',
      zh: '质检不合格',
      en: 'something must be done again',
    },
    invoice: { from: ['checked'], to: 'invoiced', zh: '结算', en: 'the invoice is made' },
    'withdraw-invoice': { from: ['invoiced'], to: 'checked', zh: '撤销结算', en: 'the invoice was wrong' },
    deliver: { from: ['invoiced'], to: 'delivered', zh: '交车', en: 'the customer has the car back' },
    promise: {
      from: [
        'received',
        'estimated',
        'authorized',
        'in_work',
        'awaiting_customer',
        'quality_check',
        'checked',
        'invoiced',
      ],
      zh: '约定交车时间',
      en: 'when the car will be ready is promised, and the customer is told',
    },
    change: {
      from: [
        'appointment',
        'received',
        'estimated',
        'authorized',
        'in_work',
        'awaiting_customer',
        'quality_check',
        'checked',
      ],
      zh: '修改工单',
      en: 'advisor, kind, presenter, complaint or rework are put right (PATCH)',
    },
    // Once work has begun there is something to invoice, be it nothing but the hours.
    cancel: {
      from: ['appointment', 'received', 'estimated', 'authorized'],
      to: 'cancelled',
      zh: '取消',
      en: 'the customer does not want it any more',
    },
  },
})

export type RepairOrderState = StateOf<typeof repairOrderMachine>
