// Touch: wheel, pointer, two fingers and keyboard on the drawing, and its tooltip.

/** What the user does to the drawing. */
class Touch {
  /** @param {Drawing} drawing */
  constructor(drawing) {
    this.drawing = drawing;
    this.pointers = new Map();
    const { field } = drawing;
    field.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("pointerdown", (event) => this.down(event));
    field.addEventListener("pointermove", (event) => this.move(event));
    for (const kind of ["pointerup", "pointercancel"]) field.addEventListener(kind, (event) => this.up(event));
    field.addEventListener("click", (event) => this.click(event), true);
  }

  get axis() {
    return this.drawing.axis;
  }

  /** Return the distance of an input event from the start of the axis. */
  x(event) {
    return event.clientX - this.drawing.scale.getBoundingClientRect().left;
  }

  /** Zoom with Ctrl, or move sideways; any other movement scrolls the page. */
  wheel(event) {
    const { axis } = this;
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      axis.zoom(Math.exp((-event.deltaY * unit) / 300), within(this.x(event), 0, axis.size));
      this.drawing.moveSoon();
      return;
    }
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    if (Math.abs(sideways) <= Math.abs(event.shiftKey ? 0 : event.deltaY) || axis.isWhole) return;
    event.preventDefault();
    axis.shift((sideways * unit) / axis.size);
    this.drawing.moveSoon();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = this.acts()[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    this.drawing.moveSoon();
  }

  acts() {
    const { axis, drawing } = this;
    const size = axis.high - axis.low;
    return {
      "+": () => drawing.zoomAtDay(CLOSER),
      "=": () => drawing.zoomAtDay(CLOSER),
      "-": () => drawing.zoomAtDay(1 / CLOSER),
      "−": () => drawing.zoomAtDay(1 / CLOSER),
      0: () => drawing.lookAtAll(),
      ArrowLeft: () => axis.shift(-0.1),
      ArrowRight: () => axis.shift(0.1),
      Home: () => axis.view(0, size),
      End: () => axis.view(1 - size, 1),
      ArrowDown: () => this.toMark(1),
      ArrowUp: () => this.toMark(-1),
      Escape: () => this.leaveMark(),
    };
  }

  /** Move the focus to the next mark, in order of lanes and days. */
  toMark(by) {
    const marks = [...this.drawing.field.querySelectorAll("a.mark")];
    const at = marks.indexOf(document.activeElement);
    const next = marks[at < 0 ? (by > 0 ? 0 : marks.length - 1) : at + by];
    if (next) next.focus();
  }

  leaveMark() {
    this.drawing.tip.hide();
    if (document.activeElement.closest("a.mark")) this.drawing.field.focus();
  }

  down(event) {
    if (event.button !== 0 || !this.isOnDays(event)) return;
    this.pointers.set(event.pointerId, this.x(event));
    this.dragged = false;
    this.from = this.x(event);
  }

  /** Whether an input event is on the lanes, not on the names beside them. */
  isOnDays(event) {
    const x = this.x(event);
    return x >= 0 && x <= this.axis.size && !event.target.closest(".name, .answer");
  }

  move(event) {
    const before = this.pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = this.x(event);
    if (this.pointers.size > 1) this.pinch(event.pointerId, before, now);
    else if (this.dragged || Math.abs(now - this.from) > 5) this.drag(event, before, now);
    else return;
    this.pointers.set(event.pointerId, now);
  }

  /** Move the view or, if all days are in view, the chosen day. */
  drag(event, before, now) {
    if (!this.dragged) this.drawing.field.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.drawing.tip.hide();
    if (this.axis.isWhole || event.target.closest(".axis")) this.choose(now);
    else this.axis.shift((before - now) / this.axis.size);
    this.drawing.moveSoon();
  }

  pinch(pointer, before, now) {
    const other = [...this.pointers].find(([id]) => id !== pointer)[1];
    this.dragged = true;
    const factor = Math.max(Math.abs(now - other), 8) / Math.max(Math.abs(before - other), 8);
    this.axis.zoom(factor, within(other, 0, this.axis.size));
    this.drawing.moveSoon();
  }

  up(event) {
    this.pointers.delete(event.pointerId);
  }

  /** Choose the day that was clicked; a heap of marks is zoomed in on instead. */
  click(event) {
    if (this.dragged) {
      event.preventDefault();
      this.dragged = false;
      return;
    }
    const heap = event.target.closest("[data-days]");
    if (heap) {
      const [first, last] = heap.dataset.days.split(" ").map(Number);
      if (!this.closeUp(first, last)) return;
      event.preventDefault();
      this.drawing.moveSoon();
    } else if (!event.target.closest("a") && this.isOnDays(event)) {
      this.choose(this.x(event));
    }
  }

  /** Zoom in to tell the events of these days apart; false if all are on one day. */
  closeUp(first, last) {
    const room = Math.max((last - first) * 1.5, LEAST);
    return last > first && this.axis.look((first + last - room) / 2, (first + last + room) / 2);
  }

  choose(x) {
    const day = this.axis.day(within(x, 0, this.axis.size - 0.01));
    this.drawing.go({ day: within(day, FIRST_DAY, LAST_DAY) });
  }
}

/** The tooltip of the bar or mark under the pointer or with the focus. */
class Tip {
  constructor(figure) {
    this.node = make("div", { class: "tip", hidden: true, "aria-hidden": true });
    this.hideSoon = afterwards(() => this.hideUnlessUsed(), 120);
    figure.addEventListener("pointerover", (event) => this.over(event));
    figure.addEventListener("focusin", (event) => this.over(event));
    figure.addEventListener("pointerleave", () => this.hideSoon());
    figure.addEventListener("focusout", () => this.hideSoon());
    addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  over(event) {
    const target = event.target.closest("[data-tip]");
    this.used = Boolean(target) || this.node.contains(event.target);
    if (target) this.show(target);
    else if (!this.used) this.hideSoon();
  }

  show(target) {
    if (target === this.target) return;
    this.target = target;
    const [first, ...rest] = target.getAttribute("data-tip").split("\n");
    this.node.replaceChildren(make("strong", {}, first), ...rest.map((text) => make("span", {}, text)));
    this.node.hidden = false;
    this.place(target.getBoundingClientRect());
  }

  /** Place the tooltip below its target, within the figure. */
  place(box) {
    const figure = this.node.parentElement.getBoundingClientRect();
    const size = this.node.offsetWidth;
    const middle = within((box.left + box.right) / 2, figure.left, figure.right) - figure.left;
    this.node.style.left = `${within(middle - size / 2, 0, Math.max(figure.width - size, 0))}px`;
    this.node.style.top = `${box.bottom - figure.top + 6}px`;
  }

  hideUnlessUsed() {
    if (!this.used || !this.node.parentElement.matches(":hover, :focus-within")) this.hide();
  }

  hide() {
    [this.node.hidden, this.target] = [true, null];
  }
}
