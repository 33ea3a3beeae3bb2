import { randomInt } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { digitShapes } from './digits.table.js';

const [scale, margin, cell] = [6, 12, 42];
const height = 7 * scale + 4 * margin;

/** The digits as a greyscale PNG, each moved and slanted a little, among dots. PNG is what all programs of that time show. */
export function captchaImage(digits: string): Buffer {
  const width = digits.length * cell + 2 * margin;
  const pixels = Buffer.alloc(width * height, 255);
  for (let i = 0; i < (width * height) / 12; i += 1) pixels[randomInt(pixels.length)] = 90;
  [...digits].forEach((digit, i) => draw(pixels, { digit, left: margin + i * cell, width }));
  return png(pixels, width);
}

function draw(pixels: Buffer, { digit, left, width }: { digit: string; left: number; width: number }): void {
  const shape = digitShapes[Number(digit)]!;
  const top = margin + randomInt(2 * margin);
  const slant = randomInt(-25, 26) / 100;
  for (let y = 0; y < 7 * scale; y += 1)
    for (let x = 0; x < 5 * scale; x += 1) {
      const isInk = shape[Math.floor(y / scale)]![Math.floor(x / scale)] === '#';
      const column = left + x + Math.round(slant * (y - 3.5 * scale));
      if (isInk && randomInt(12) > 0) pixels[(top + y) * width + column] = 20;
    }
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Eight-bit greyscale, no filter (PNG, W3C recommendation, §11.2). */
function png(pixels: Buffer, width: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Array.from({ length: height }, (_, y) => [Buffer.of(0), pixels.subarray(y * width, (y + 1) * width)]);
  const data = deflateSync(Buffer.concat(rows.flat()));
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}
