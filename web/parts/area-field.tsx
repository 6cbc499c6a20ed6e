// One area out of the tree, indented as the tree is.
import type { Area } from '../../protocol/api/places.ts';
import { inTreeOrder } from '../tree.ts';
import { SelectField } from './field.tsx';

export function AreaField({
  label,
  areas,
  value,
  onChange,
}: {
  label: string;
  areas: readonly Area[];
  value: string;
  onChange(id: string): void;
}) {
  return (
    <SelectField
      label={label}
      value={value}
      choices={inTreeOrder(areas).map(({ area, depth }) => ({
        value: area.id,
        label: `${'\u2003'.repeat(depth)}${area.name}`,
      }))}
      onChange={onChange}
    />
  );
}
