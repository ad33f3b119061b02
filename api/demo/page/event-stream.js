// Reads server-sent events (WHATWG HTML, 9.2) out of the body of a response.

/** Yields `{name, data}` for each event, `data` as parsed JSON; passes comments and ids over. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += value;
      for (;;) {
        const end = /\r\n\r\n|\n\n|\r\r/.exec(text);
        if (end === null) break;
        const event = parsed(text.slice(0, end.index));
        text = text.slice(end.index + end[0].length);
        if (event !== null) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parsed(block) {
  let name = "message";
  const data = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
    if (field === "event") name = value;
    else if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { name, data: JSON.parse(data.join("\n")) };
}
