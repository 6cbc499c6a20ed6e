// "Theo lệnh của" and the document: who decided, as the log and the report will say. The last choice is kept on this phone.
import { useState } from 'preact/hooks';
import { recall, remember } from '../kept.ts';
import { words } from '../words/chosen.ts';
import { SelectField, TextField } from './field.tsx';

const KEPT = 'orderedBy';
const OTHER = '…';

export interface Authority {
  /** Empty: the sender's own decision. */
  orderedBy: string;
  documentNo: string;
}

export const lastAuthority = (): Authority => ({ orderedBy: recall<string>(KEPT) ?? '', documentNo: '' });
export const keepAuthority = ({ orderedBy }: Authority): void => remember(KEPT, orderedBy);

export function OrderedBy({ value, onChange }: { value: Authority; onChange(value: Authority): void }) {
  const told = words.value.alerts.send;
  const [other, setOther] = useState(value.orderedBy !== '' && !told.orderers.includes(value.orderedBy));
  return (
    <>
      <SelectField
        label={told.orderedBy}
        value={other ? OTHER : value.orderedBy}
        choices={[
          { value: '', label: told.myself },
          ...told.orderers.map(name => ({ value: name, label: name })),
          { value: OTHER, label: told.otherOrderer },
        ]}
        onChange={chosen => {
          setOther(chosen === OTHER);
          onChange({ ...value, orderedBy: chosen === OTHER ? '' : chosen });
        }}
      />
      {other && (
        <TextField
          label={told.ordererName}
          value={value.orderedBy}
          maxlength={120}
          onChange={orderedBy => onChange({ ...value, orderedBy })}
        />
      )}
      <TextField
        label={told.documentNo}
        value={value.documentNo}
        maxlength={60}
        onChange={documentNo => onChange({ ...value, documentNo })}
      />
    </>
  );
}
