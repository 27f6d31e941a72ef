/** Measures marks as the browser draws them, in every state and on narrow tiles, on a ground of a theme. Runs in the page. */

export interface DrawnMark {
  state: string;
  /** Of the tile. */
  width: number;
  /** Between the mark's edges, where its sign stands. */
  inside: number;
  /** Contrast of its edge against the ground, and of its sign against its plate. */
  ofGround: number;
  ofGlyph: number;
}

export function drawnMarks({ ground, text }: { ground: string; text: string }): DrawnMark[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!canvas) throw new Error('no canvas');
  const luminance = (colour: string): number => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one: string, other: string): number => {
    const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  return ['linked', 'waiting', 'differs', 'needs', 'leftout', 'none', 'private'].flatMap((state) =>
    [130, 36, 24].map((width) => {
      const tile = document.createElement('div');
      tile.dataset['espoState'] = state;
      tile.style.cssText = `position: fixed; inline-size: ${width}px; block-size: 42px; --colorNeutralBackground1: ${ground}; --colorNeutralForeground1: ${text}`;
      document.body.append(tile);
      const drawn = getComputedStyle(tile, '::after');
      const found = {
        state,
        width,
        inside:
          Number.parseFloat(drawn.width) -
          Number.parseFloat(drawn.borderLeftWidth) -
          Number.parseFloat(drawn.borderRightWidth),
        ofGround: contrast(drawn.borderTopColor, ground),
        ofGlyph: contrast(drawn.color, drawn.backgroundColor),
      };
      tile.remove();
      return found;
    }),
  );
}
