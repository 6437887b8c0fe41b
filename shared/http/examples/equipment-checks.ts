import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  changeCheck,
  handInMissingList,
  listChecks,
  readCheck,
  recordCheck,
  type EquipmentCheckView,
} from '../routes/equipment-checks.ts'

const at = Instant.parse('2026-11-23T09:40:00.000Z')
const later = Instant.parse('2026-11-24T01:10:00.000Z')
const signedBy = 'stf_a2lnibu3txvyaquiavi5'
const lines = [
  { tool: '扭力扳手 40-200 N·m', quantity: 1, problem: 'missing' as const },
  { tool: '二柱举升机', quantity: 1, problem: 'damaged' as const, remark: '左侧锁止不灵' },
]
const onDay = CalendarDate.parse('2026-11-23')

const recorded: EquipmentCheckView = {
  equipmentCheckId: 'eqc_kqlnibu3txvyaquiavi5',
  etag: '"1"',
  team: '机修一组',
  on: onDay,
  occasion: 'closing',
  lines,
  signedBy,
  signedAt: at,
  deadlineId: 'dln_kqlnibu3txvyaquiavi5',
  status: 'list_owed',
  createdAt: at,
  createdBy: signedBy,
  updatedAt: at,
  updatedBy: signedBy,
}

export const equipmentCheckExamples = [
  example(recordCheck, {
    body: {
      team: '机修一组',
      on: onDay,
      occasion: 'closing',
      lines,
      closesDeadline: 'dln_kqlnibu3txvyaquiavi5',
    },
    response: recorded,
  }),
  example(listChecks, { response: { items: [recorded] } }),
  example(readCheck, { response: recorded }),
  example(changeCheck, {
    body: { lines: lines.slice(1) },
    response: { ...recorded, etag: '"2"', status: 'complete', lines: lines.slice(1) },
  }),
  example(handInMissingList, {
    body: { reference: 'tools/2026-11-24/missing-01.pdf' },
    response: {
      ...recorded,
      etag: '"2"',
      status: 'list_handed_in',
      list: { at: later, by: signedBy, reference: 'tools/2026-11-24/missing-01.pdf' },
    },
  }),
]
