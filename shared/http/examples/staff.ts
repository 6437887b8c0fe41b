import { Mobile } from '../../domain/mobile.ts'
import { CalendarDate, Instant } from '../../domain/time.ts'
import { example } from '../example.ts'
import {
  addAbsence,
  cancelAbsence,
  changeStaff,
  createStaff,
  departStaff,
  listStaff,
  listStaffChanges,
  nameDeputies,
  readRoles,
  readStaff,
  readWork,
  rejoinStaff,
  type StaffView,
} from '../routes/staff.ts'

const day = (text: string) => CalendarDate.parse(text)
const staffId = 'stf_kqlnibu3txvyaquiavi5'
const deputyId = 'stf_q3txvyaquiavi5kqlnib'
const absence = {
  absenceId: 'abs_kqlnibu3txvyaquiavi5',
  from: day('2026-12-01'),
  until: day('2026-12-05'),
  kind: 'annual',
} as const

const seen: StaffView = {
  staffId,
  etag: '"1"',
  number: 'S012',
  name: '李娜',
  role: 'renewal_specialist',
  furtherRoles: [],
  firstIn: [],
  deputies: [],
  presence: 'at_work',
}
const whole: StaffView = {
  ...seen,
  mobile: Mobile.parse('+8613800138001'),
  email: 'li.na@example.com',
  joinedOn: day('2024-03-01'),
  absences: [],
}
const deputies = [{ deputyId, from: absence.from, until: absence.until }]

export const staffExamples = [
  example(listStaff, { response: { items: [seen] } }),
  example(createStaff, {
    body: {
      number: 'S012',
      name: '李娜',
      role: 'renewal_specialist',
      mobile: '138 0013 8001',
      email: 'li.na@example.com',
      joinedOn: day('2024-03-01'),
    },
    response: whole,
  }),
  example(readStaff, { response: whole }),
  example(changeStaff, {
    body: { furtherRoles: ['insurance_clerk'], firstIn: ['renewal_specialist'] },
    response: { ...whole, etag: '"2"', furtherRoles: ['insurance_clerk'], firstIn: ['renewal_specialist'] },
  }),
  example(nameDeputies, { body: { deputies }, response: { ...whole, etag: '"2"', deputies } }),
  example(addAbsence, {
    body: { from: absence.from, until: absence.until, kind: absence.kind, deputyId },
    response: { ...whole, etag: '"2"', deputies, absences: [absence] },
  }),
  example(cancelAbsence, { response: { ...whole, etag: '"3"', deputies } }),
  example(departStaff, {
    body: { leftOn: day('2026-12-31'), handTo: deputyId },
    response: {
      ...whole,
      etag: '"2"',
      leftOn: day('2026-12-31'),
      deputies: [{ deputyId, from: day('2027-01-01') }],
    },
  }),
  example(rejoinStaff, {
    body: { joinedOn: day('2027-03-01') },
    response: { ...whole, etag: '"3"', presence: 'not_joined', joinedOn: day('2027-03-01') },
  }),
  example(readWork, {
    response: {
      staffId,
      on: day('2026-12-01'),
      callEntries: 23,
      repairOrders: 0,
      fieldServiceOrders: 0,
      complaints: 0,
      workedOnBy: { staffId: deputyId, name: '陈杰', because: 'stands-in', standsInFor: [] },
      withoutThem: [
        {
          role: 'renewal_specialist',
          zh: '续保专员',
          en: 'Insurance renewal specialist',
          holders: [{ staffId: deputyId, name: '陈杰', because: 'superior', standsInFor: [] }],
        },
      ],
    },
  }),
  example(readRoles, {
    response: {
      on: day('2026-12-01'),
      roles: [
        {
          role: 'renewal_specialist',
          zh: '续保专员',
          en: 'Insurance renewal specialist',
          holders: [{ staffId: deputyId, name: '陈杰', because: 'stands-in', standsInFor: [staffId] }],
        },
      ],
    },
  }),
  example(listStaffChanges, {
    response: {
      items: [
        {
          at: Instant.parse('2026-11-23T02:10:00.000Z'),
          by: staffId,
          action: 'departed',
          before: { name: '李娜' },
          after: { name: '李娜', leftOn: '2026-12-31' },
        },
      ],
    },
  }),
]
