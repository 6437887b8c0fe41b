import { defineMachine } from './machine.ts'

/** The way of a team's check of its equipment (设备与工具点检). */
export const equipmentCheckMachine = defineMachine({
  name: { zh: '设备与工具点检', en: 'Equipment check' },
  states: {
    complete: { zh: '工具齐全', en: 'Complete: nothing is missing' },
    list_owed: { zh: '待交缺失工具单', en: 'The list of missing tools is owed' },
    list_handed_in: { zh: '已交缺失工具单', en: 'The list of missing tools is handed in' },
  },
  starts: ['complete', 'list_owed'],
  transitions: {
    change: {
      from: ['complete', 'list_owed'],
      to: ['complete', 'list_owed'],
      zh: '更正',
      en: 'what was found is put right',
    },
    'hand-in-list': {
      from: ['list_owed'],
      to: 'list_handed_in',
      zh: '交缺失工具单',
      en: 'the list of missing tools is handed in',
    },
  },
})
