import { expect, it } from 'vitest'
import { toPlate } from '../../../shared/domain/plate.ts'

it.each([
  ['浙JJDVE2', '浙JJDVE2'],
  ['浙a·12345', '浙A12345'],
  ['浙A-1234学', '浙A1234学'],
  ['粤Z1234港', '粤Z1234港'],
  ['浙AD12345', '浙AD12345'],
  ['浙AK12345', '浙AK12345'],
  ['浙A12345F', '浙A12345F'],
  [' 京Ａ１２３４５ ', '京A12345'],
])('reads %s as %s', (text, plate) => {
  expect(toPlate(text)).toBe(plate)
})

it.each([
  '',
  '浙',
  'A12345',
  '浙A1234',
  '浙A123I5',
  '浙A12O45',
  '浙AL12345',
  '浙A12345E',
  '浙AD1234A',
  '浙A12345浙A12345',
])('takes %s for no plate', (text) => {
  expect(toPlate(text)).toBeUndefined()
})
