// The arguments of `npm run demo --` in, what is wanted out, or the sentence that says which one is wrong.
import { parseArgs } from 'node:util';
import { z } from 'zod';

export const USAGE = `npm run demo -- [--port N] [--lan] [--flood] [--once] [--keep DIR]

  --port N     cổng của trang web (8080; 0: cổng trống bất kỳ) · port (8080; 0: any free one)
  --lan        mở cho điện thoại cùng mạng, bằng HTTPS · open it to phones on this network, by HTTPS
  --flood      đêm lũ 8–9/10/2025 trên sông Thương · the night of the flood of October 2025
  --once       in kết quả rồi thoát · print the report and end
  --keep DIR   giữ dữ liệu trong thư mục này · keep the data in this folder
`;

const shape = z
  .object({
    port: z.coerce.number('--port N').int('--port N').min(0, '--port N').max(65535, '--port N: 0–65535').default(8080),
    lan: z.boolean().default(false),
    flood: z.boolean().default(false),
    once: z.boolean().default(false),
    keep: z.string().min(1, '--keep DIR').optional(),
    help: z.boolean().default(false),
  })
  .refine(options => !options.lan || options.port !== 0, '--lan cần một cổng cố định · --lan needs a fixed --port');
export type Options = z.infer<typeof shape>;

export function readOptions(args: readonly string[]): { ok: true; options: Options } | { ok: false; why: string } {
  let values: Record<string, unknown>;
  try {
    values = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        lan: { type: 'boolean' },
        flood: { type: 'boolean' },
        once: { type: 'boolean' },
        keep: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
  const parsed = shape.safeParse(values);
  if (parsed.success) return { ok: true, options: parsed.data };
  return { ok: false, why: parsed.error.issues[0]?.message ?? USAGE };
}
