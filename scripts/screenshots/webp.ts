/** Small pictures for the README: what Chromium encodes as WebP, and several of them as one moving picture. */
import type { Page } from "@playwright/test";

/** `width`: of the result, in pixels. */
export async function asWebp(page: Page, png: Buffer, width: number, quality = 0.82): Promise<Buffer> {
  const url = await page.evaluate(
    async ({ source, wide, good }) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = wide;
      canvas.height = Math.round((image.height * wide) / image.width);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/webp", good);
    },
    { source: `data:image/png;base64,${png.toString("base64")}`, wide: width, good: quality },
  );
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

export interface Frame {
  webp: Buffer;
  /** How long it stands, in milliseconds. */
  shown: number;
}

/** An endless animation of pictures of one size, in the container of developers.google.com/speed/webp/docs/riff_container. */
export function animated(frames: readonly Frame[], width: number, height: number): Buffer {
  const ANIMATION_FLAG = 0x02;
  const header = Buffer.alloc(10);
  header.writeUInt8(ANIMATION_FLAG, 0);
  header.writeUIntLE(width - 1, 4, 3);
  header.writeUIntLE(height - 1, 7, 3);
  const chunks = [chunk("VP8X", header), chunk("ANIM", Buffer.from([255, 255, 255, 255, 0, 0]))];
  for (const { webp, shown } of frames) {
    const place = Buffer.alloc(16);
    place.writeUIntLE(width - 1, 6, 3);
    place.writeUIntLE(height - 1, 9, 3);
    place.writeUIntLE(shown, 12, 3);
    chunks.push(chunk("ANMF", Buffer.concat([place, imageOf(webp)])));
  }
  return chunk("RIFF", Buffer.concat([Buffer.from("WEBP"), ...chunks]));
}

function chunk(name: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 0, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat(data.length % 2 === 0 ? [head, data] : [head, data, Buffer.alloc(1)]);
}

/** The chunk with the picture itself, whole. */
function imageOf(webp: Buffer): Buffer {
  for (let at = 12; at < webp.length; ) {
    const name = webp.toString("latin1", at, at + 4);
    const size = webp.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (name === "VP8 " || name === "VP8L") return webp.subarray(at, end);
    at = end;
  }
  throw new Error("no picture in the file");
}
