import { Fen, formatFen } from '../../shared/domain/money.ts'
import type { StatutoryRules } from '../../shared/domain/warranty/statutory-rules.ts'

/** One step of the sum, for people to check. */
export interface FeeStep {
  readonly zh: string
  readonly en: string
}

export type UsageFee =
  | {
      readonly computed: true
      readonly feeFen: Fen
      readonly steps: readonly FeeStep[]
      readonly article: string
      readonly unverified: boolean
    }
  | { readonly computed: false; readonly reason: 'coefficient-too-high' | 'coefficient-too-low' }

/** Of one: n is told in hundredths of a percent. */
const BASIS_POINTS = 10_000n
/** The law counts by the thousand kilometres. */
const PER_KM = 1_000n

/**
 * 使用补偿费: what a customer pays for the use of a car that is replaced or returned (Art. 27): price × km / 1,000 × n.
 * Rounded down to the fen, since n is the most that may be asked for. The rights of the first 7 and 60 days are free of
 * it (Art. 22, 23): whoever asks does not ask for those.
 * @param n in hundredths of a percent, 50 is 0.5 %: the manufacturer's, from the warranty certificate
 */
export function usageFee(
  { priceFen, km, n }: { readonly priceFen: Fen; readonly km: number; readonly n: number },
  { usageFee: rule }: Pick<StatutoryRules, 'usageFee'>,
): UsageFee {
  if (n > rule.mostBasisPoints) return { computed: false, reason: 'coefficient-too-high' }
  if (n < rule.leastBasisPoints) return { computed: false, reason: 'coefficient-too-low' }
  // Ten million yuan, a million kilometres and fifty hundredths of a percent are more than whole numbers hold exactly.
  const product = BigInt(priceFen) * BigInt(km) * BigInt(n)
  const divisor = PER_KM * BASIS_POINTS
  const feeFen = Fen.parse(Number(product / divisor))
  const price = formatFen(priceFen)
  const percent = percentOf(n)
  const thousands = thousandsOf(km)
  const fee = formatFen(feeFen)
  const exact = product % divisor === 0n
  return {
    computed: true,
    feeFen,
    steps: [
      {
        zh: '使用补偿费 = 车价款（元）× 行驶里程（公里）÷ 1000 × n',
        en: 'usage fee = price (yuan) × distance (km) ÷ 1,000 × n',
      },
      { zh: `车价款 ${price} 元`, en: `price ${price} yuan` },
      {
        zh: `行驶里程 ${km} 公里 ÷ 1000 = ${thousands}`,
        en: `distance ${km} km ÷ 1,000 = ${thousands}`,
      },
      {
        zh: `n = ${percent}%（上限 ${percentOf(rule.mostBasisPoints)}%）`,
        en: `n = ${percent} % (${percentOf(rule.mostBasisPoints)} % at most)`,
      },
      {
        zh: `${price} × ${thousands} × ${percent}% = ${fee} 元${exact ? '' : '（不足1分舍去）'}`,
        en: `${price} × ${thousands} × ${percent} % = ${fee} yuan${exact ? '' : ' (fractions of a fen dropped)'}`,
      },
    ],
    article: rule.article,
    unverified: rule.unverified ?? false,
  }
}

/** 50 is 0.5, 45 is 0.45. */
function percentOf(basisPoints: number): string {
  return decimal(basisPoints, 2)
}

/** 12,345 km are 12.345. */
function thousandsOf(km: number): string {
  return decimal(km, 3)
}

/** A whole number with its last digits behind the point, without zeros that say nothing. */
function decimal(value: number, places: number): string {
  const digits = String(value).padStart(places + 1, '0')
  const fraction = digits.slice(-places).replace(/0+$/, '')
  return `${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`
}
