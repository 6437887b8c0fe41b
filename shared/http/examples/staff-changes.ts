import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  fileStaffChange,
  listFilings,
  needNotFile,
  readFiling,
  undoFiling,
  type StaffChangeView,
} from '../routes/staff-changes.ts'

const on = CalendarDate.parse('2026-11-23')
const at = Instant.parse('2026-11-23T02:10:00.000Z')
const by = 'stf_a2lnibu3txvyaquiavi5'

const first = { system: 1, zh: '长城', en: 'Great Wall Motor' }
const second = { system: 2, zh: '大众', en: 'Volkswagen' }

const noticed: StaffChangeView = {
  staffChangeId: 'sch_kqlnibu3txvyaquiavi5',
  etag: '"1"',
  staffId: 'stf_kqlnibu3txvyaquiavi5',
  number: 'S012',
  name: '李娜',
  kind: 'role_changed',
  on,
  roles: ['front_desk_supervisor'],
  rolesBefore: ['service_advisor'],
  status: 'to_file',
  filings: [first, second],
  createdAt: at,
  createdBy: by,
}
const reference = 'GWM-RY-20261123-07'
const filedInOne: StaffChangeView = {
  ...noticed,
  etag: '"2"',
  filings: [{ ...first, end: { kind: 'filed', on, reference, at, by } }, second],
}
const reason = '该品牌不登记前台主管'

export const staffChangeExamples = [
  example(listFilings, { response: { items: [noticed] } }),
  example(readFiling, { response: noticed }),
  example(fileStaffChange, { body: { system: 1, on, reference }, response: filedInOne }),
  example(needNotFile, {
    body: { system: 2, reason },
    response: {
      ...filedInOne,
      etag: '"3"',
      status: 'settled',
      settledAt: at,
      filings: [
        { ...first, end: { kind: 'filed', on, reference, at, by } },
        { ...second, end: { kind: 'not_needed', reason, at, by } },
      ],
    },
  }),
  example(undoFiling, { body: { system: 2 }, response: { ...filedInOne, etag: '"4"' } }),
]
