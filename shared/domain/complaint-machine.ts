import { defineMachine } from './machine.ts'

/** The way of a complaint (客户抱怨单) to an answer with which the customer is content. */
export const complaintMachine = defineMachine({
  name: { zh: '客户抱怨单', en: 'Complaint' },
  states: {
    open: { zh: '待答复', en: 'Open: an answer is owed' },
    paused: { zh: '已暂停', en: 'Paused: the answer waits for something outside' },
    answered: { zh: '已答复待确认', en: 'Answered: the customer has not yet said whether it helped' },
    closed: { zh: '已关闭', en: 'Closed' },
    withdrawn: { zh: '已撤销', en: 'Withdrawn: the customer takes it back, or it was filed by mistake' },
  },
  starts: ['open'],
  transitions: {
    change: {
      from: ['open', 'paused'],
      zh: '修改',
      en: 'what it is about, or how grave it is, is put right (PATCH)',
    },
    'hand-on': {
      from: ['open', 'paused', 'answered'],
      zh: '转交',
      en: 'somebody else is to look after it',
    },
    pause: { from: ['open'], to: 'paused', zh: '暂停', en: 'the answer waits, and its time with it' },
    resume: { from: ['paused'], to: 'open', zh: '恢复', en: 'the time runs on' },
    answer: { from: ['open', 'paused'], to: 'answered', zh: '答复', en: 'the customer is answered' },
    confirm: { from: ['answered'], to: 'closed', zh: '客户认可', en: 'the customer is content' },
    dispute: {
      from: ['answered'],
      to: 'open',
      zh: '客户不认可',
      en: 'the customer is not content: another answer is owed',
    },
    // Who cannot be reached neither confirms nor disputes.
    close: { from: ['answered'], to: 'closed', zh: '关闭', en: "it ends without the customer's word" },
    withdraw: {
      from: ['open', 'paused'],
      to: 'withdrawn',
      zh: '撤销',
      en: 'there is nothing left to answer',
    },
  },
})
