// Draws each chart of the analyst's page from the table that stands beneath it.
"use strict";

(() => {
  const MINUTE = 60e3, HOUR = 3600e3, DAY = 86400e3;
  const TIMES = [
    [1, "1 ms"], [10, "10 ms"], [100, "0.1 s"], [1e3, "1 s"], [10e3, "10 s"], [MINUTE, "1 min"],
    [10 * MINUTE, "10 min"], [HOUR, "1 h"], [6 * HOUR, "6 h"], [DAY, "1 d"], [7 * DAY, "7 d"],
    [28 * DAY, "28 d"], [365 * DAY, "1 y"],
  ];
  const DASHES = { 1: [], 2: [7, 4], 3: [2, 3] };
  const HEIGHT = 118;
  const STEPS = [1, 2, 7, 14, 28, 56, 91, 182, 364];
  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const COMPACT = new Intl.NumberFormat("en-GB", { notation: "compact" });

  const sync = uPlot.sync("days");
  const drawn = new Map();

  const short = day => {
    const at = new Date(day * DAY);
    return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`;
  };

  /** What a figure draws: its keys with the cells of their columns, and where on the x axis. */
  function read(figure) {
    const table = document.getElementById(figure.dataset.table);
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows];
    const keys = [...figure.querySelectorAll("[data-key]")].map(item => {
      const column = heads.findIndex(head => head.dataset.key === item.dataset.key);
      const cells = rows.map(row => row.cells[column]);
      const shown = item.querySelector("b");
      return { shown, whole: shown.textContent, pen: Number(item.dataset.pen), cells,
        colour: getComputedStyle(item.querySelector(".key")).color };
    });
    const values = keys.map(key => key.cells.map(number));
    const { drawn: way, kind, scale } = figure.dataset;
    let x, names;
    if (way === "reliability") {
      x = rows.map(row => number(row.cells[1]));
      names = rows.map(row => `${row.cells[2].textContent} up, ${row.cells[3].textContent} down`);
    } else if (way === "histogram") {
      x = rows.map(row => number(row.cells[0]));
      names = x.map(String);
    } else {
      const days = rows.map(row => row.querySelector("time").dateTime);
      x = days.map(day => Date.parse(day) / DAY);
      names = x.map(day => `${short(day)} ${new Date(day * DAY).getUTCFullYear()}`);
    }
    return { figure, way, kind, scale, keys, x, names, step: x.length > 1 ? x[1] - x[0] : 1,
      values: kind === "time" ? values.map(column => column.map(logarithm)) : values };
  }

  const number = cell => {
    const data = cell.querySelector("data");
    return data === null ? null : Number(data.value);
  };
  const logarithm = value => (value === null ? null : Math.log10(Math.max(value, 1)));

  /** The ticks of the y axis as values and words; the first and the last are its ends. */
  function ticks(kind, values) {
    const there = values.flat().filter(value => value !== null);
    if (kind === "share") return [[0, "0 %"], [0.5, "50 %"], [1, "100 %"]];
    if (kind === "points") return [[1, "1"], [4, "4"], [7, "7"], [10, "10"]];
    if (kind === "time") return durations(Math.min(...there), Math.max(...there));
    const most = Math.max(kind === "count" ? 2 : 0, ...there) || 1;
    const size = 10 ** Math.floor(Math.log10(most));
    const half = [0.5, 1, 1.5, 2, 2.5, 3, 4, 5].map(part => part * size).find(part =>
      2 * part >= most && (kind !== "count" || Number.isInteger(part)));
    return [0, half, 2 * half].map(value => [value, COMPACT.format(value)]);
  }

  function durations(least, most) {
    const all = TIMES.map(([ms, words]) => [Math.log10(ms), words]);
    const from = Math.max(0, all.findLastIndex(([at]) => at <= least));
    const to = all.findIndex(([at]) => at >= most);
    const some = all.slice(from, (to === -1 ? all.length - 1 : Math.max(to, from + 1)) + 1);
    // At most five, the ends among them.
    const every = Math.ceil((some.length - 1) / 4);
    return some.filter((_, at) => at === some.length - 1 || at % every === 0 &&
      at + every / 2 < some.length);
  }

  /** Where the x axis has words: often enough to read, seldom enough not to touch. */
  function dates(chart, width) {
    const { x, step } = chart;
    const most = Math.max(1, Math.floor((width - 24) / 58));
    const every = STEPS.find(days => days % step === 0 && (x.at(-1) - x[0]) / days < most) ??
      x.at(-1) - x[0];
    const found = [];
    for (let day = x.at(-1); day >= x[0]; day -= every || 1) found.unshift(day);
    // The first one must not lie under the words of the other axis.
    const near = (found[0] - x[0]) / (x.at(-1) - x[0] || 1) * width < 10;
    return found.length > 2 && near ? found.slice(1) : found;
  }

  function axes(chart, scale) {
    const style = getComputedStyle(chart.figure.querySelector(".plot"));
    const common = { stroke: style.color, font: `11px ${style.fontFamily}`, ticks: { show: false } };
    const grid = { stroke: style.borderTopColor, width: 1 };
    const words = new Map(scale);
    const along = {
      days: { splits: plot => dates(chart, plot.bbox.width / devicePixelRatio),
        values: (_, at) => at.map(short) },
      histogram: { splits: () => chart.x, values: (_, at) => at.map(String) },
      reliability: { splits: () => [0, 0.5, 1], values: (_, at) => at.map(part => `${part * 100} %`) },
    };
    return [
      { ...common, grid: { show: false }, size: 22, gap: 4, ...(along[chart.way] ?? along.days) },
      { ...common, grid, size: 48, gap: 5, splits: () => scale.map(([at]) => at),
        values: (_, at) => at.map(value => words.get(value)) },
    ];
  }

  function series(chart) {
    const bars = chart.way === "bars" || chart.way === "histogram";
    return chart.keys.map(key => {
      const dots = { show: true, size: chart.way === "reliability" ? 9 : 6, fill: key.colour,
        stroke: key.colour, filter: (_, at) => alone(chart, chart.values[at - 1]) };
      return bars
        ? { fill: key.colour, width: 0, points: { show: false },
            paths: uPlot.paths.bars({ size: [chart.x.length > 90 ? 1 : 0.8, 26] }) }
        : { stroke: key.colour, width: key.pen === 1 ? 2 : 1.75, dash: DASHES[key.pen],
            points: dots };
    });
  }

  /** Which points are drawn: those without a neighbour that a line could lead to; or all of few. */
  function alone(chart, column) {
    const all = column.length <= 10 || chart.way === "reliability";
    return column.flatMap((value, at) => {
      const lonely = (column[at - 1] ?? null) === null && (column[at + 1] ?? null) === null;
      return value !== null && (all || lonely) ? [at] : [];
    });
  }

  /** Where a well-calibrated assistant would be. */
  function diagonal(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = getComputedStyle(plot.root).color;
    ctx.setLineDash([3 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, bbox.top + bbox.height);
    ctx.lineTo(bbox.left + bbox.width, bbox.top);
    ctx.stroke();
    ctx.restore();
  }

  function pointed(chart, at) {
    const nowhere = at === null || at === undefined;
    chart.figure.querySelector(".when").textContent = nowhere ? "" : chart.names[at];
    for (const key of chart.keys) key.shown.textContent = nowhere ? key.whole : key.cells[at].textContent;
  }

  function draw(chart, scale) {
    const place = chart.figure.querySelector(".plot");
    const daily = chart.way === "bars" || chart.way === "lines";
    const margin = chart.way === "histogram" ? 0.6 : chart.step * 0.6;
    const ends = chart.way === "reliability" ? [0, 1] : [chart.x[0] - margin, chart.x.at(-1) + margin];
    const plot = new uPlot({
      width: place.clientWidth,
      height: HEIGHT,
      padding: [8, 24, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 },
        ...(daily ? { sync: { key: sync.key, setSeries: false, scales: ["x", null] } } : {}) },
      scales: { x: { time: false, range: ends },
        y: { range: within(scale) } },
      axes: axes(chart, scale),
      series: [{}, ...series(chart)],
      // What lies between the first and the last percentile.
      bands: chart.keys.length > 1
        ? [{ series: [chart.keys.length, 1], fill: `color-mix(in srgb, ${chart.keys[0].colour} 12%, transparent)` }]
        : [],
      hooks: { setCursor: [one => pointed(chart, one.cursor.idx)],
        drawAxes: chart.way === "reliability" ? [diagonal] : [] },
    }, [chart.x, ...chart.values], place);
    drawn.set(place, plot);
  }

  /** The ends of the y axis, with room for half a line at the top. */
  function within(scale) {
    const [least, most] = [scale[0][0], scale.at(-1)[0]];
    return [least, most + (most - least) * 0.02];
  }

  function drawAll() {
    for (const plot of drawn.values()) plot.destroy();
    drawn.clear();
    const charts = [...document.querySelectorAll(".chart[data-table]")].map(read);
    for (const chart of charts) {
      const together = chart.scale === "" ? [chart] : charts.filter(one => one.scale === chart.scale);
      draw(chart, ticks(chart.kind, together.flatMap(one => one.values)));
    }
  }

  drawAll();
  const resized = new ResizeObserver(entries => {
    for (const { target } of entries) {
      const plot = drawn.get(target);
      if (plot !== undefined && plot.width !== target.clientWidth) {
        plot.setSize({ width: target.clientWidth, height: HEIGHT });
      }
    }
  });
  for (const place of drawn.keys()) resized.observe(place);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
})();
