/** A line chart as SVG, both axes by powers of ten. */

/** A named line through points. */
export type Line = { label: string; points: (readonly [x: number, y: number])[] };

const [width, height] = [760, 440];
const edge = { left: 60, right: 170, top: 20, bottom: 50 };
const colours = ["#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#c69214", "#2f4858", "#d16ba5", "#6b705c"];

/** Lines from the highest end to the lowest, as their labels stand beside the chart. */
export function compareLabels(one: Line, other: Line): number {
  return (other.points.at(-1)?.[1] ?? 0) - (one.points.at(-1)?.[1] ?? 0);
}

/** Draws the lines. */
export function plot(lines: readonly Line[], axes: { x: string; y: string }): string {
  const all = lines.flatMap(({ points }) => points);
  const xs = decades(all.map(([x]) => x));
  const ys = decades(all.map(([, y]) => y));
  const scale =
    ({ from, to }: Decades, start: number, end: number) =>
    (value: number) =>
      start + ((Math.log10(value) - from) / (to - from || 1)) * (end - start);
  const x = scale(xs, edge.left, width - edge.right);
  const y = scale(ys, height - edge.bottom, edge.top);
  const grid = [
    ...powers(xs).map(
      (at) =>
        `<line x1="${x(at)}" x2="${x(at)}" y1="${edge.top}" y2="${height - edge.bottom}" stroke="#ddd"/>` +
        `<text x="${x(at)}" y="${height - edge.bottom + 18}" text-anchor="middle">${at.toLocaleString("en")}</text>`,
    ),
    ...powers(ys).map(
      (at) =>
        `<line x1="${edge.left}" x2="${width - edge.right}" y1="${y(at)}" y2="${y(at)}" stroke="#ddd"/>` +
        `<text x="${edge.left - 8}" y="${y(at) + 4}" text-anchor="end">${at.toLocaleString("en")}</text>`,
    ),
  ];
  const drawn = lines.map(({ label, points }, place) => {
    const colour = colours[place % colours.length];
    const path = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(" ");
    const top = edge.top + 14 + place * 20;
    return (
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>` +
      `<line x1="${width - edge.right + 16}" x2="${width - edge.right + 36}" y1="${top - 4}" y2="${top - 4}" stroke="${colour}" stroke-width="2"/>` +
      `<text x="${width - edge.right + 42}" y="${top}">${label}</text>`
    );
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#fff"/>
${[...grid, ...drawn].join("\n")}
<text x="${(edge.left + width - edge.right) / 2}" y="${height - 12}" text-anchor="middle">${axes.x}</text>
<text transform="translate(16 ${(edge.top + height - edge.bottom) / 2}) rotate(-90)" text-anchor="middle">${axes.y}</text>
</svg>
`;
}

type Decades = { from: number; to: number };

function decades(values: readonly number[]): Decades {
  return {
    from: Math.floor(Math.log10(Math.min(...values))),
    to: Math.ceil(Math.log10(Math.max(...values))),
  };
}

function powers({ from, to }: Decades): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => Number(`1e${from + step}`));
}
