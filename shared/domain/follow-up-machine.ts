import { defineMachine } from './machine.ts'

/**
 * The way of a follow-up call (修后三日回访, 3DC), of the second one that asks whether a remedy helped, of the call to the
 * owner of a new car, and of the one about a recall (召回).
 */
export const followUpMachine = defineMachine({
  name: { zh: '修后回访', en: 'Follow-up call' },
  states: {
    waiting: { zh: '待回访', en: 'Waiting: the customer is to be called' },
    reached: { zh: '已回访', en: 'Reached: the customer has answered' },
    refused: { zh: '客户拒访', en: 'Refused by the customer' },
    wrong_number: { zh: '号码有误', en: "The number is not the customer's" },
    dropped: { zh: '超期未回访', en: 'Dropped: nobody was reached in time' },
    withdrawn: { zh: '已撤销', en: 'Withdrawn: there is nothing to ask about any more' },
  },
  starts: ['waiting'],
  transitions: {
    'no-answer': { from: ['waiting'], zh: '未接通', en: 'nobody answers: it is tried again the next day' },
    reach: { from: ['waiting'], to: 'reached', zh: '接通并记录答案', en: 'the questions are answered' },
    'hear-back': {
      from: ['waiting'],
      to: 'reached',
      zh: '二次回访确认',
      en: 'the customer says whether the answer to the complaint helped',
    },
    welcome: {
      from: ['waiting'],
      to: 'reached',
      zh: '新车主回访',
      en: 'the owner of a new car is welcomed, the booklet registered or not',
    },
    inform: {
      from: ['waiting'],
      to: 'reached',
      zh: '告知召回',
      en: 'the owner is told of the recall, and perhaps books a visit',
    },
    refuse: { from: ['waiting'], to: 'refused', zh: '拒访', en: 'the customer does not want to be asked' },
    'wrong-number': { from: ['waiting'], to: 'wrong_number', zh: '号码有误', en: 'somebody else answers' },
    drop: { from: ['waiting'], to: 'dropped', zh: '超期', en: 'its last day is over (a job)' },
    withdraw: {
      from: ['waiting'],
      to: 'withdrawn',
      zh: '撤销',
      en: 'the delivery or the sale is undone, the complaint is over, the recall done or withdrawn (with the step that does so)',
    },
    owe: {
      from: ['withdrawn'],
      to: 'waiting',
      zh: '重新待回访',
      en: 'the order is delivered, the car sold, or the recall to be done after all (with that step)',
    },
  },
})
