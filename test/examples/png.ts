import { deflateSync, crc32 } from 'node:zlib';

/** Encodes a square picture in RGB, one byte per colour, as PNG. */
export function png(side: number, pixels: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // 8 bits per colour, RGB.
  header.set([8, 2], 8);
  const row = side * 3;
  const lines = Array.from({ length: side }, (_, y) =>
    // Each line begins with its filter; 0 is none.
    Buffer.concat([Buffer.from([0]), pixels.subarray(y * row, (y + 1) * row)])
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0))
  ]);
}

/** A picture whose colours change from left to right, beginning with a shade. */
export function gradient(side: number, shade: number): Uint8Array {
  return Uint8Array.from({ length: side * side * 3 }, (_, n) => (shade + (n % (side * 3))) % 256);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
