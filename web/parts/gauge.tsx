// How much of a whole, as a bar; the figures stand in words beside it.

export function Gauge({
  value,
  max,
  label,
  over = false,
}: {
  value: number;
  max: number;
  label: string;
  over?: boolean;
}) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <svg
      class={over ? 'gauge over' : 'gauge'}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect class="whole" width="100" height="4" />
      <rect class="part" width={share * 100} height="4" />
    </svg>
  );
}
