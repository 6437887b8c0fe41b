import * as z from 'zod'

/** A class of parts orders (订单类型) as this dealer's manufacturers know it: `M`, `S`. */
export const OrderClassCode = z.string().regex(/^[A-Z0-9]{1,8}$/)

export const PartsOrderClass = z.object({
  code: OrderClassCode,
  zh: z.string().min(1).max(20),
  en: z.string().min(1).max(40),
})
export type PartsOrderClass = z.infer<typeof PartsOrderClass>

/**
 * The four classes that exports know. What a letter stands for differs from manufacturer to manufacturer and is
 * unverified beyond M, of which there are three a month (duty `stock-orders`): hence a setting.
 */
export const defaultPartsOrderClasses: PartsOrderClass[] = [
  { code: 'M', zh: '库存订单', en: 'Stock order' },
  { code: 'S', zh: '紧急订单', en: 'Urgent order' },
  { code: 'J', zh: '加急订单', en: 'Express order' },
  { code: 'E', zh: '特急订单', en: 'Emergency order' },
]

/** Whether a class, by its letter or its name, is one of orders for stock: M, where the settings name no other. */
export function isStockClass(written: string, classes: readonly PartsOrderClass[]): boolean {
  const stock = classes.filter(({ zh, en }) => zh.includes('库存') || /\bstock\b/i.test(en))
  const words = stock.flatMap(({ code, zh }) => [code, zh, zh.replace(/订单$/, '')])
  return (stock.length === 0 ? ['M'] : words).includes(written)
}
