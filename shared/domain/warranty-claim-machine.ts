import { defineMachine, type StateOf } from './machine.ts'

/** The way of a warranty claim (索赔单) to the manufacturer's money. */
export const warrantyClaimMachine = defineMachine({
  name: { zh: '索赔单', en: 'Warranty claim' },
  states: {
    opened: { zh: '待上传', en: 'Opened: it is not submitted yet' },
    submitted: { zh: '已上传', en: 'Submitted to the manufacturer' },
    under_review: { zh: '审核中', en: 'The manufacturer reviews it' },
    approved: { zh: '已通过', en: 'Approved: the money is awaited' },
    returned: { zh: '已退回', en: 'Returned: something is to be put right and submitted again' },
    refused: { zh: '已拒赔', en: 'Refused' },
    appealed: { zh: '申诉中', en: 'Appealed against the refusal' },
    settled: { zh: '已结算', en: 'Settled' },
    withdrawn: { zh: '已撤销', en: 'Withdrawn: nothing is claimed any more' },
  },
  starts: ['opened'],
  transitions: {
    change: { from: ['opened', 'returned'], zh: '修改', en: 'lines or matter are put right (PATCH)' },
    'record-authorization': {
      from: ['opened', 'returned'],
      zh: '登记预授权',
      en: 'the manufacturer is asked beforehand, or has answered',
    },
    'add-evidence': {
      from: ['opened', 'submitted', 'under_review', 'returned', 'refused', 'appealed'],
      zh: '补充凭证',
      en: 'a photo, report, voucher or old part is added',
    },
    'give-reason': {
      from: ['opened'],
      zh: '说明未上传原因',
      en: 'why it is not submitted in time is told',
    },
    submit: { from: ['opened'], to: 'submitted', zh: '上传', en: 'it is submitted' },
    resubmit: {
      from: ['returned'],
      to: 'submitted',
      zh: '重新上传',
      en: 'it is put right and submitted again',
    },
    'take-up': {
      from: ['submitted'],
      to: 'under_review',
      zh: '受理',
      en: 'the manufacturer begins to review it',
    },
    // Who appeals may be answered straight away; so may who submits.
    approve: {
      from: ['submitted', 'under_review', 'appealed'],
      to: 'approved',
      zh: '审核通过',
      en: 'the manufacturer approves it, wholly or in part',
    },
    return: {
      from: ['submitted', 'under_review', 'appealed'],
      to: 'returned',
      zh: '退回',
      en: 'the manufacturer wants something put right',
    },
    refuse: {
      from: ['submitted', 'under_review', 'appealed'],
      to: 'refused',
      zh: '拒赔',
      en: 'the manufacturer refuses it',
    },
    appeal: { from: ['refused'], to: 'appealed', zh: '申诉', en: 'the dealer objects to the refusal' },
    settle: { from: ['approved'], to: 'settled', zh: '结算', en: 'the statement has it' },
    'withdraw-settlement': {
      from: ['settled'],
      to: 'approved',
      zh: '撤销结算',
      en: 'the statement was wrong, or was matched wrongly',
    },
    // A refusal that nobody objects to ends here, too: the reason says so.
    withdraw: {
      from: ['opened', 'submitted', 'under_review', 'returned', 'refused', 'appealed'],
      to: 'withdrawn',
      zh: '撤销',
      en: 'it is given up, with the reason',
    },
  },
})

export type WarrantyClaimState = StateOf<typeof warrantyClaimMachine>
