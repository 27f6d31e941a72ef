/** The shapes of states in the corner of the icon: told apart without their colour. */
import type { Mark } from './toolbar-view';

const RED = '#b3261e';
const AMBER = '#8a5100';
const GREY = '#5f6368';
const BLUE = '#0b57d0';

type Canvas = Pick<
  OffscreenCanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'closePath'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'lineTo'
  | 'lineWidth'
  | 'moveTo'
  | 'stroke'
  | 'strokeStyle'
>;

/** In the lower left: the number stands in the lower right. Drawn on a white ground, so that it shows on every toolbar. */
export function drawMark(context: Canvas, mark: Mark, size: number): void {
  const unit = size / 16;
  const radius = 4.5 * unit;
  const [x, y] = [radius + 0.5 * unit, size - radius - 0.5 * unit];
  const disc = (color: string, r: number): void => {
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = color;
    context.fill();
  };
  const bar = (color: string, dx: number, dy: number, width: number, height: number): void => {
    context.fillStyle = color;
    context.fillRect(x + (dx - width / 2) * unit, y + (dy - height / 2) * unit, width * unit, height * unit);
  };
  const ring = (color: string, width: number, until: number): void => {
    context.beginPath();
    context.arc(x, y, radius - unit, 0, until);
    context.strokeStyle = color;
    context.lineWidth = width * unit;
    context.stroke();
  };
  switch (mark) {
    case 'none':
      return;
    case 'attention': {
      // A triangle with an exclamation mark.
      const corner = (scale: number): void => {
        context.beginPath();
        context.moveTo(x, y - radius * scale);
        context.lineTo(x + radius * scale, y + radius * scale * 0.8);
        context.lineTo(x - radius * scale, y + radius * scale * 0.8);
        context.closePath();
        context.fill();
      };
      context.fillStyle = 'white';
      corner(1.25);
      context.fillStyle = AMBER;
      corner(1);
      bar('white', 0, -0.4, 1.2, 3);
      return bar('white', 0, 2.4, 1.2, 1.2);
    }
    case 'stopped':
      // A disc with a bar across.
      disc('white', radius + 0.5 * unit);
      disc(RED, radius);
      return bar('white', 0, 0, 5, 1.6);
    case 'paused':
      disc('white', radius + 0.5 * unit);
      bar(GREY, -1.7, 0, 1.8, 6);
      return bar(GREY, 1.7, 0, 1.8, 6);
    case 'busy':
      // A ring that is not closed.
      disc('white', radius + 0.5 * unit);
      return ring(BLUE, 1.8, 1.5 * Math.PI);
    case 'off':
      // A ring around nothing.
      disc('white', radius + 0.5 * unit);
      return ring(GREY, 1.2, 2 * Math.PI);
  }
}
