import * as z from 'zod'

/** 总成和系统: what the law counts replacements of, or of whose main parts. */
export const AssemblyCode = z.enum([
  'engine',
  'gearbox',
  'traction_battery',
  'drive_motor',
  'steering',
  'brakes',
  'suspension',
  'driveline',
  'axles',
  'emission_control',
  'body',
])
export type AssemblyCode = z.infer<typeof AssemblyCode>

export const assemblyWords: Readonly<Record<AssemblyCode, { readonly zh: string; readonly en: string }>> = {
  engine: { zh: '发动机', en: 'engine' },
  gearbox: { zh: '变速器', en: 'gearbox' },
  traction_battery: { zh: '动力蓄电池', en: 'traction battery' },
  drive_motor: { zh: '行驶驱动电机', en: 'drive motor' },
  steering: { zh: '转向系统', en: 'steering' },
  brakes: { zh: '制动系统', en: 'brakes' },
  suspension: { zh: '悬架系统', en: 'suspension' },
  driveline: { zh: '传动系统', en: 'driveline' },
  axles: { zh: '前/后桥', en: 'axles' },
  emission_control: { zh: '污染控制装置', en: 'emission control' },
  body: { zh: '车身', en: 'body' },
}
