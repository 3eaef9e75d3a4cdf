// Shows the values of each curve at the step under the pointer. The page is whole without it.
(function () {
  "use strict";
  const MOST_ROWS = 12;
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  document.body.appendChild(tip);

  const numbers = (text) => text.split(" ").map(Number);
  const figure = (value) => value.toLocaleString("en", { maximumSignificantDigits: 5 });

  function shape(parent, name, className) {
    const made = document.createElementNS(parent.namespaceURI, name);
    made.setAttribute("class", className);
    made.setAttribute("visibility", "hidden");
    parent.appendChild(made);
    return made;
  }

  /** The number of the point that lies nearest to x; xs go up. */
  function nearest(xs, x) {
    let low = 0;
    let high = xs.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (xs[middle] < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && x - xs[low - 1] < xs[low] - x ? low - 1 : low;
  }

  function row(text, ink) {
    const line = document.createElement("div");
    if (ink) {
      const square = document.createElement("i");
      square.style.setProperty("--ink", ink);
      line.appendChild(square);
    }
    line.appendChild(document.createTextNode((ink ? " " : "") + text));
    tip.appendChild(line);
  }

  function place(event) {
    tip.hidden = false;
    const right = event.clientX + 16 + tip.offsetWidth > window.innerWidth;
    tip.style.left = (right ? event.clientX - 16 - tip.offsetWidth : event.clientX + 16) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 12, window.innerHeight - tip.offsetHeight - 4)) + "px";
  }

  document.querySelectorAll("svg.chart").forEach((svg) => {
    const [left, top, width, height] = numbers(svg.dataset.box);
    const [fromX, toX] = numbers(svg.dataset.x);
    const [fromY, toY] = numbers(svg.dataset.y);
    const logarithmic = svg.dataset.log === "yes";
    const across = (x) => left + ((x - fromX) / (toX - fromX)) * width;
    const share = (y) => (logarithmic ? Math.log(y / fromY) / Math.log(toY / fromY) : (y - fromY) / (toY - fromY));
    const lines = Array.from(svg.querySelectorAll("g.line")).map((g) => ({
      name: g.dataset.name,
      ink: g.style.getPropertyValue("--ink"),
      xs: numbers(g.dataset.xs),
      ys: numbers(g.dataset.ys),
    }));
    const cursor = shape(svg, "line", "cursor");
    const spots = lines.map((line) => {
      const spot = shape(svg, "circle", "spot");
      spot.setAttribute("r", "4");
      spot.style.fill = line.ink;
      return spot;
    });

    function show(event) {
      const frame = svg.getBoundingClientRect();
      const scale = svg.viewBox.baseVal.width / frame.width;
      const x = fromX + (((event.clientX - frame.left) * scale - left) / width) * (toX - fromX);
      const points = lines.map((line) => nearest(line.xs, x));
      const steps = lines.map((line, i) => line.xs[points[i]]);
      const step = steps.reduce((best, s) => (Math.abs(s - x) < Math.abs(best - x) ? s : best));
      cursor.setAttribute("x1", across(step));
      cursor.setAttribute("x2", across(step));
      cursor.setAttribute("y1", top);
      cursor.setAttribute("y2", top + height);
      cursor.setAttribute("visibility", "visible");
      tip.textContent = "";
      row("step " + figure(Math.round(step)));
      lines.forEach((line, i) => {
        const y = line.ys[points[i]];
        spots[i].setAttribute("cx", across(steps[i]));
        spots[i].setAttribute("cy", top + (1 - share(y)) * height);
        spots[i].setAttribute("visibility", "visible");
        if (i < MOST_ROWS) {
          row(line.name + "  " + figure(y), line.ink);
        }
      });
      if (lines.length > MOST_ROWS) {
        row("and " + (lines.length - MOST_ROWS) + " more");
      }
      place(event);
    }

    function hide() {
      tip.hidden = true;
      [cursor, ...spots].forEach((one) => one.setAttribute("visibility", "hidden"));
    }

    svg.addEventListener("pointermove", show);
    svg.addEventListener("pointerdown", show);
    svg.addEventListener("pointerleave", hide);
  });
})();
