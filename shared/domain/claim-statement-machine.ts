import { defineMachine, type StateOf } from './machine.ts'

/** The way of a manufacturer's settlement statement (结算单). */
export const claimStatementMachine = defineMachine({
  name: { zh: '索赔结算单', en: 'Settlement statement' },
  states: {
    shown: { zh: '待确认', en: 'Beside the claims, with its differences shown' },
    accepted: { zh: '已确认', en: 'Accepted: what it names is settled' },
    withdrawn: { zh: '已撤销', en: 'Withdrawn: it was handed in by mistake' },
  },
  starts: ['shown'],
  transitions: {
    accept: {
      from: ['shown'],
      to: 'accepted',
      zh: '确认',
      en: 'a person accepts it, and its claims are settled',
    },
    withdraw: { from: ['shown'], to: 'withdrawn', zh: '撤销', en: 'it is not the statement' },
    // The wrong file had been handed in under its number: the right one comes under the same.
    'take-in-again': { from: ['withdrawn'], to: 'shown', zh: '重新录入', en: 'the right one is handed in' },
  },
})

export type ClaimStatementState = StateOf<typeof claimStatementMachine>
