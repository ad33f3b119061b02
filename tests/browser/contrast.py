"""How far the words of a page stand out from their ground."""

CONTRAST = 4.5
"""For text of any size: WCAG 2.2, 1.4.3, level AA."""

RATIOS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [x, y, z] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255).map(
      v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = element => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? ground(element.parentElement) : colour;
  };
  const found = new Set();
  for (const element of document.querySelectorAll("main *, nav *")) {
    if (![...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
    found.add(`${getComputedStyle(element).color} on ${ground(element)}`);
  }
  return [...found].map(pair => {
    const [one, other] = pair.split(" on ").map(luminance);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  });
}"""
"""A script that gives the ratio of each pair of colours, of a word and of the ground behind it."""
