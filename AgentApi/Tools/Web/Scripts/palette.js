// Counts the colours of a picture of the page. arg: the PNG in base64.
const bytes = Uint8Array.from(atob(arg), (c) => c.charCodeAt(0));
const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
const canvas = new OffscreenCanvas(picture.width, picture.height);
const paint = canvas.getContext('2d', { willReadFrequently: true });
paint.drawImage(picture, 0, 0);
const { data } = paint.getImageData(0, 0, picture.width, picture.height);

// Exact colours first; then each joins the nearest more frequent one that the eye hardly tells from it.
const counts = new Map();
for (let i = 0; i < data.length; i += 4) {
  const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
  counts.set(key, (counts.get(key) || 0) + 1);
}
const groups = [];
for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1])) {
  const colour = [key >> 16, (key >> 8) & 255, key & 255];
  const near = groups.find((g) => Math.hypot(...g.colour.map((v, i) => v - colour[i])) < 28);
  if (near) near.count += count;
  else if (groups.length < 64) groups.push({ colour, count });
}
const pixels = data.length / 4;
return groups.sort((a, b) => b.count - a.count).slice(0, 12).map((g) => ({ colour: hex(g.colour), share: Math.round((g.count / pixels) * 1000) / 1000 })).filter((g) => g.share >= 0.001);
